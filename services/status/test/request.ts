import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as API Gateway hands it to the function. */
export const requestOf = (path: string, headers: Readonly<Record<string, string>> = {}): APIGatewayProxyEventV2 => {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const event = {
    version: '2.0',
    routeKey: `GET ${rawPath}`,
    rawPath,
    rawQueryString,
    headers: { host: 'api.example', ...headers },
    requestContext: { http: { method: 'GET', path: rawPath } },
    isBase64Encoded: false,
    pathParameters: null,
    ...(rawQueryString === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
  };
  return event as unknown as APIGatewayProxyEventV2;
};
