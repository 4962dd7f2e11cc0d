import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { eventBus } from '@glue-relay/shared/aws/event-bus';
import type { Observability } from '@glue-relay/shared/lambda/observability';
import type { Context } from 'aws-lambda';
import { s3InputObjects } from '../../src/adapters/input-objects';
import { findJobRun } from '../../src/adapters/kinds/glue-job';
import { s3LatestPointers } from '../../src/adapters/latest-pointers';
import type { AlertPorts } from '../../src/app/raise-alerts';
import type { StartLimit } from '../../src/domain/start-limit';
import { enginePortsOver } from '../../src/functions/engine-ports';
import { notifyHandler } from '../../src/functions/handlers/notify';
import { decidedHandler } from '../../src/functions/handlers/on-champion-decided';
import { commandHandler } from '../../src/functions/handlers/on-command';
import { acceptedHandler } from '../../src/functions/handlers/on-dataset-accepted';
import { glueEventHandler } from '../../src/functions/handlers/on-glue-event';
import { wakeHandler } from '../../src/functions/handlers/on-wake';
import { latestHandler } from '../../src/functions/handlers/point-latest';
import { publishHandler } from '../../src/functions/handlers/publish';
import { sweepHandler } from '../../src/functions/handlers/sweep';
import { noticePortsOver } from '../../src/functions/notice-ports';
import type { Ports, Telemetry } from '../../src/ports';
import type { Answer, SdkCommand } from '../twins/aws/client-twin';
import { clientOf } from '../twins/aws/client-twin';
import { BUS, STAGE } from './deployed';
import type { Storage } from './storage';

/** The services that the functions call beside their storage. */
export interface Services {
  readonly glue: Answer;
  readonly queues: Answer;
  readonly bus: Answer;
  readonly bucket: Answer;
  readonly topic: Answer;
  readonly parameters: Answer;
}

/** What all workers of a schedule share. */
export interface Deployment {
  readonly services: Services;
  readonly storage: Storage;
  readonly clock: () => number;
  readonly limit: StartLimit;
  readonly telemetry: Telemetry;
}

/** A call of a worker on a service. */
export type Call = (command: SdkCommand, answer: Answer) => Promise<object>;
export type Handler = (event: never, context: Context) => Promise<unknown>;
export type FunctionName = keyof typeof makers;

export const BUCKET = 'relay-data';
const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };
const observed: Observability = {
  logger: new Logger({ serviceName: 'orchestrator', logLevel: 'SILENT' }),
  metrics: new Metrics({ namespace: 'GlueRelay', serviceName: 'orchestrator', logger: quiet }),
};

/** A worker of a function: the real handler over the real adapters, its calls given to `call`. */
export const makeWorker = (name: FunctionName, deployment: Deployment, call: Call): Handler => makers[name](deployment, call);

const lambdaOf =
  <Event, Answer>(handler: (event: Event, context: Context) => Promise<Answer>): Handler =>
  (event: never, context) =>
    handler(event, context);

const clientTo = <Client extends object>(type: { readonly prototype: Client }, answer: Answer, call: Call): Client =>
  clientOf(type, (command) => call(command, answer));

const engineOf = ({ services, storage, clock, limit, telemetry }: Deployment, call: Call): Ports => {
  const glue = clientTo(GlueClient, services.glue, call);
  const environment = {
    TABLE_NAME: 'relay-orchestrator-local',
    WAKE_QUEUE_URL: 'https://sqs.test/WakeQueue',
    GLUE_STARTS_PER_SECOND: limit.perSecond,
    GLUE_STARTS_BURST: limit.burst,
    RESTORED_AT: null,
  };
  const clients = {
    glue,
    starts: glue,
    sqs: clientTo(SQSClient, services.queues, call),
    s3: clientTo(S3Client, services.bucket, call),
  };
  return enginePortsOver(storage.storesOf(call).runs, clients, environment, { clock, telemetry });
};

const pipelineOf = ({ storage }: Deployment, call: Call) => {
  const { listPipelines } = storage.storesOf(call);
  return async (name: string) => (await listPipelines()).get(name);
};

const busOf = ({ services }: Deployment, call: Call) => eventBus(clientTo(EventBridgeClient, services.bus, call), BUS);

const makers = {
  onDatasetAccepted: (given: Deployment, call: Call) =>
    lambdaOf(acceptedHandler(observed, { ...engineOf(given, call), pipeline: pipelineOf(given, call) })),
  onGlueEvent: (given: Deployment, call: Call) => {
    const glue = clientTo(GlueClient, given.services.glue, call);
    return lambdaOf(glueEventHandler(observed, { ...engineOf(given, call), findJobRun: findJobRun(glue), stage: STAGE }));
  },
  onChampionDecided: (given: Deployment, call: Call) => lambdaOf(decidedHandler(observed, engineOf(given, call))),
  onWake: (given: Deployment, call: Call) => lambdaOf(wakeHandler(observed, engineOf(given, call))),
  onCommand: (given: Deployment, call: Call) => {
    const objects = s3InputObjects(clientTo(S3Client, given.services.bucket, call), BUCKET);
    return lambdaOf(commandHandler(observed, { ...engineOf(given, call), ...objects, pipeline: pipelineOf(given, call) }));
  },
  sweep: (given: Deployment, call: Call) => {
    const { alerts, notices, runs, listPipelines } = given.storage.storesOf(call);
    const alertPorts: AlertPorts = {
      alerts,
      listPipelines,
      healthOf: notices.healthOf,
      loadRun: runs.load,
      publish: busOf(given, call),
      clock: given.clock,
      count: () => {},
    };
    return lambdaOf(sweepHandler(observed, engineOf(given, call), alertPorts));
  },
  publish: (given: Deployment, call: Call) => lambdaOf(publishHandler(observed, busOf(given, call))),
  pointLatest: (given: Deployment, call: Call) =>
    lambdaOf(latestHandler(observed, s3LatestPointers(clientTo(S3Client, given.services.bucket, call), BUCKET))),
  notify: (given: Deployment, call: Call) => {
    const { notices, runs } = given.storage.storesOf(call);
    const clients = {
      ssm: clientTo(SSMClient, given.services.parameters, call),
      sns: clientTo(SNSClient, given.services.topic, call),
    };
    const environment = { STAGE, TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:alarms' };
    const ports = noticePortsOver(clients, environment, {
      notices,
      loadRun: runs.load,
      clock: given.clock,
      count: () => {},
      tell: () => {},
    });
    return lambdaOf(notifyHandler(observed, ports));
  },
} as const;
