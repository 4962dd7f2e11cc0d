import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { publishHandler } from './handlers/publish';
import { observed } from './observability';

const { BUS_NAME } = readEnvironment(z.object({ BUS_NAME: z.string().min(1) }));

export const handler = publishHandler(observed, eventBus(new EventBridgeClient({}), BUS_NAME));
