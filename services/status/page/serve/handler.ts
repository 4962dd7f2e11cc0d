import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { files } from 'page-files';
import { pageAnswer } from './answer';

const ASSETS = 'assets/';

/** `GET /` and `GET /assets/{file}` of the status API. It needs no rights, no table and no environment. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const file = event.pathParameters?.file;
  const { status, headers, body } = pageAnswer(files, {
    path: file === undefined ? '' : `${ASSETS}${file}`,
    acceptEncoding: event.headers['accept-encoding'] ?? '',
    ifNoneMatch: event.headers['if-none-match'] ?? '',
  });
  return { statusCode: status, headers: { ...headers }, body: body.toString('base64'), isBase64Encoded: true };
};
