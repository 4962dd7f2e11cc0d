import { pricesSchema } from '@glue-relay/shared/cost/prices';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { readEnvironment } from '@glue-relay/shared/lambda/environment';
import { queueHandler } from '@glue-relay/shared/lambda/queue-handler';
import * as z from 'zod';
import { dynamoLedger } from '../adapters/dynamo-ledger';
import { dynamoRuns } from '../adapters/dynamo-runs';
import { enterAttempt, enterRejection, enterRun } from '../app/keep-ledger';
import type { LedgerPorts } from '../ports';
import { observed, table, telemetry } from './common';

const price = z.coerce.number().nonnegative();
const { DPU_HOUR, FLEX_DPU_HOUR } = readEnvironment(z.object({ DPU_HOUR: price, FLEX_DPU_HOUR: price }));
const prices = pricesSchema.parse({ currency: 'USD', dpuHour: DPU_HOUR, flexDpuHour: FLEX_DPU_HOUR });
const ports: LedgerPorts = { ...observed, ...dynamoLedger(table), ...dynamoRuns(table) };

/** Changes of runs and steps and rejected files, from the bus through a queue. */
export const handler = queueHandler(telemetry, async (message) => {
  if (isEvent(stepStateChange, message)) return enterAttempt(ports, prices, parseEvent(stepStateChange, message).detail);
  if (isEvent(datasetRejected, message)) return enterRejection(ports, parseEvent(datasetRejected, message).detail);
  await enterRun(ports, parseEvent(runStateChange, message).detail);
});
