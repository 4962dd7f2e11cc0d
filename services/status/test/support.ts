import { gunzipSync } from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import { examplePrices } from '@glue-relay/shared/cost/prices';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { Context } from 'aws-lambda';
import { projectEvents } from '../src/app/project-events';
import { statusApi } from '../src/http/router';
import type { QueryPorts } from '../src/ports';
import { requestOf } from './request';
import { memoryReadModel } from './twins/read-model';
import { faultsOfAnswer } from './validate';

/** Everything but the read model, at rest. */
export const quietPorts: Omit<QueryPorts, 'readModel'> = {
  definitions: async () => new Map([['demand-forecast', examplePipeline]]),
  depths: async () => ({ waiting: 0, deadLetters: [{ queue: 'relay-local-status-projection-dlq', messages: 0 }] }),
  readPrediction: async () => undefined,
  clock: () => Date.parse('2026-11-12T12:00:00.000Z'),
};

/** An API over a read model of some events; whatever it answers is held against openapi.yml. */
export const apiOver = async (events: readonly unknown[], changes: Partial<QueryPorts> = {}) => {
  const model = memoryReadModel();
  const counted: string[] = [];
  const take = projectEvents({ applyChanges: model.applyChanges, count: () => undefined, tell: () => undefined });
  await take(events);
  const ports = { ...quietPorts, readModel: model, ...changes };
  const api = statusApi(ports, examplePrices, new Logger({ logLevel: 'SILENT' }), (name) => counted.push(name));
  const ask = async (path: string, headers?: Readonly<Record<string, string>>) => {
    const answer = await api(requestOf(path, headers), { awsRequestId: 'request-1' } as Context);
    const { statusCode = 0, headers: answered = {}, isBase64Encoded = false } = answer;
    const text = isBase64Encoded ? gunzipSync(Buffer.from(answer.body ?? '', 'base64')).toString() : (answer.body ?? '');
    const body = text === '' ? null : JSON.parse(text);
    const type = answered['content-type'] === undefined ? null : String(answered['content-type']);
    if (body?.title !== 'Unknown route') expect(faultsOfAnswer(path.split('?')[0] ?? '', statusCode, type, body)).toEqual([]);
    return { status: statusCode, type, body, headers: answered, isCompressed: isBase64Encoded };
  };
  return { ask, counted };
};
