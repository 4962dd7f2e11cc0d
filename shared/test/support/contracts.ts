import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventDefinition } from '@glue-relay/shared/events/define-event';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { generateSync } from 'json-schema-faker';
import * as z from 'zod';
import { CONSUMERS, contractFile } from '../../src/contracts/consumers';
import { EVENTS } from '../../src/events/every-event';

const ROOT = join(__dirname, '..', '..', '..');
const SAMPLES = 60;

type JsonSchema = Readonly<Record<string, unknown>>;

/** What a consumer's deployed code accepts. */
export const contractOf = (detailType: string, consumer: string): JsonSchema =>
  JSON.parse(readFileSync(join(ROOT, contractFile(detailType, consumer)), 'utf8'));

/** Events that a schema allows: its optional fields there and not there, its numbers and lists of many sizes. */
const samplesOf = (schema: JsonSchema): unknown[] =>
  Array.from({ length: SAMPLES }, (_, seed) =>
    generateSync(withoutFormatPatterns(schema) as JsonSchema, { seed, optionalsProbability: (seed % 3) / 2, maxItems: 3 }),
  );

/** zod writes a format twice, by name and as an expression that the generator cannot turn round. */
const withoutFormatPatterns = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutFormatPatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !(key === 'pattern' && 'format' in schema));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutFormatPatterns(value)]));
};

/** What a contract's consumer could not read of the events that a producer may say; none where they fit. */
export const breaches = (event: EventDefinition<unknown>, consumer: string, contract: JsonSchema): string[] => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const accepts = ajv.compile(contract);
  const said = [event.example, ...samplesOf(z.toJSONSchema(event.detail, { io: 'output' }))];
  const faults = said.flatMap((detail) =>
    accepts(detail) ? [] : (accepts.errors ?? []).map(({ instancePath, message }) => `${instancePath || '(event)'} ${message}`),
  );
  return [...new Set(faults)].map((fault) => `"${event.detailType}" breaks ${consumer}: ${fault}`);
};

/** What a contract promises to accept and the consumer's own code would refuse. */
export const brokenPromises = (event: EventDefinition<unknown>, contract: JsonSchema): string[] =>
  samplesOf(contract).flatMap((detail) => {
    const result = event.detail.safeParse(detail);
    return result.success ? [] : [z.prettifyError(result.error)];
  });

const consumersOf = (detailType: string): string[] =>
  Object.keys(CONSUMERS).filter((consumer) => CONSUMERS[consumer]?.includes(detailType));

/** Tests of one service's side of every contract: of the events that it says, and of those that it reads. */
export const describeContracts = (service: string): void => {
  const said = EVENTS.filter(({ source }) => source === `relay.${service}`);
  const pairs = said.flatMap((event) =>
    consumersOf(event.detailType).map((consumer) => [event.detailType, consumer, event] as const),
  );
  if (pairs.length > 0)
    it.each(pairs)('what it says as "%s" is what the deployed %s can read', (detailType, consumer, event) => {
      expect(breaches(event, consumer, contractOf(detailType, consumer))).toEqual([]);
    });
  const read = EVENTS.filter(({ detailType }) => CONSUMERS[service]?.includes(detailType));
  if (read.length > 0)
    it.each(read.map((event) => [event.detailType, event] as const))(
      'its code reads what its contract of "%s" promises, from producers that are not deployed anew',
      (detailType, event) => {
        expect(brokenPromises(event, contractOf(detailType, service))).toEqual([]);
      },
    );
};
