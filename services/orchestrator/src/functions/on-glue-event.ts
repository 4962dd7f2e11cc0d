import { GlueClient } from '@aws-sdk/client-glue';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import * as z from 'zod';
import { findJobRun } from '../adapters/kinds/glue-job';
import { glueEventHandler } from './handlers/on-glue-event';
import { observed } from './observability';
import { enginePorts } from './ports';

const { STAGE } = readEnvironment(z.object({ STAGE: z.string().min(1) }));

export const handler = glueEventHandler(observed, {
  ...enginePorts(),
  findJobRun: findJobRun(new GlueClient({})),
  stage: STAGE,
});
