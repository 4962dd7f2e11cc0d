import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * The event as API Gateway documents it: absent parts left out. The local cloud sends `pathParameters: null` on routes
 * without any, which the router refuses as not being an API Gateway event.
 */
export const withoutNulls = (event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) as unknown as APIGatewayProxyEventV2;
