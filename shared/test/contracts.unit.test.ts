import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CONSUMERS, contractFile } from '../src/contracts/consumers';
import { defineEvent } from '../src/events/define-event';
import { EVENTS } from '../src/events/every-event';
import { runStateChange } from '../src/events/run-state-change';
import { breaches, brokenPromises, contractOf, describeContracts } from './support/contracts';

// People's commands come from the command line, which is of this repository too.
describeContracts('command');

const changed = (detail: z.ZodType) =>
  defineEvent({ source: 'relay.orchestrator', detailType: 'Run State Change', detail, example: runStateChange.example });

const shape = z.object({ state: z.string(), runId: z.string(), endedAt: z.string().nullable() });
const contract = z.toJSONSchema(shape, { io: 'input' });

it('a field that is no longer said breaks its consumer, which is named', () => {
  expect(breaches(changed(shape.omit({ runId: true })), 'metrics', contract)).toContain(
    `"Run State Change" breaks metrics: (event) must have required property 'runId'`,
  );
});

it('a field of another type breaks its consumer, which is named', () => {
  expect(breaches(changed(shape.extend({ runId: z.number() })), 'status', contract).join()).toContain(
    '"Run State Change" breaks status: /runId must be string',
  );
});

it('a new value of a list of values breaks a consumer that knows the old ones', () => {
  const known = z.toJSONSchema(shape.extend({ state: z.enum(['RUNNING', 'FAILED']) }), { io: 'input' });
  const event = changed(shape.extend({ state: z.enum(['RUNNING', 'FAILED', 'PAUSED']) }));
  expect(breaches(event, 'metrics', known).join()).toContain('/state must be equal to one of the allowed values');
});

it('a field more breaks nobody', () => {
  expect(breaches(changed(shape.extend({ added: z.string() })), 'metrics', contract)).toEqual([]);
});

it('a field that a consumer begins to require breaks its promise to producers that are not deployed anew', () => {
  expect(brokenPromises(changed(shape.extend({ added: z.string() })), contract).join()).toContain('added');
  expect(brokenPromises(changed(shape.extend({ added: z.string().default('') })), contract)).toEqual([]);
});

it('every consumer has its contract, and no contract is without its consumer', () => {
  const files = Object.entries(CONSUMERS).flatMap(([consumer, read]) => read.map((name) => contractFile(name, consumer)));
  const folder = 'shared/contracts';
  const there = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  expect(there.map((file) => `${folder}/${file}`).sort()).toEqual(files.sort());
});

it('every file of events is in the list of every event', () => {
  const helpers = ['cause', 'define-event', 'every-event', 'replay'];
  const named = new Set(EVENTS.map(({ detailType }) => detailType.toLowerCase().replaceAll(' ', '-')));
  const files = readdirSync(join(__dirname, '../src/events')).map((file) => file.replace('.ts', ''));
  const missing = files.filter((file) => !named.has(file) && !helpers.includes(file) && file !== 'aws-events');
  expect(missing).toEqual([]);
});

it('a contract is read from its file', () => {
  expect(contractOf('Run State Change', 'metrics')).toMatchObject({ type: 'object' });
});
