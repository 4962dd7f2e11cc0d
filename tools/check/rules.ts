import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { OURS, SAMPLES } from './event-samples';
import { resolveIntrinsics } from './intrinsics';
import { STAGE, templates } from './templates';

const EXPECTED = 'tools/check/rule-matches.yml';
const toolchainSchema = z.object({ python: z.string(), javaHome: z.string() });
const expectedSchema = z.record(z.string(), z.array(z.string()).min(1));
const ruleSchema = z.object({ Name: z.string(), EventPattern: z.record(z.string(), z.unknown()) });

/** Every rule of every stack matches the events that it should, and none besides, by AWS's own matcher. */
export const rules = async (): Promise<string[]> => {
  const expected = expectedMatches();
  const found = (await templates()).flatMap(({ resources }) =>
    Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::Events::Rule')
      .map(({ Properties }) => ruleSchema.parse(resolveIntrinsics(Properties, resources))),
  );
  const pairs = found.flatMap(({ Name, EventPattern }) =>
    Object.entries(SAMPLES).map(([sample, event]) => ({ rule: Name, sample, pattern: EventPattern, event })),
  );
  const matched = await match(pairs);
  const names = found.map(({ Name }) => Name.replace(`relay-${STAGE}-`, ''));
  const unknown = Object.values(expected)
    .flat()
    .filter((sample) => !(sample in SAMPLES));
  return [
    ...Object.keys(expected)
      .filter((name) => !names.includes(name))
      .map((name) => `${EXPECTED}: no stack has a rule ${name}`),
    ...unknown.map((sample) => `${EXPECTED}: there is no sample "${sample}"`),
    ...names.filter((name) => !(name in expected)).map((name) => `${EXPECTED}: say which events rule ${name} is to match`),
    ...pairs.flatMap(({ rule, sample }, index) => {
      const name = rule.replace(`relay-${STAGE}-`, '');
      const should = expected[name]?.includes(sample) ?? false;
      if (!(name in expected) || matched[index] === should) return [];
      return [`rule ${name} ${should ? 'misses' : 'takes'} "${sample}"`];
    }),
  ];
};

const expectedMatches = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(expectedSchema.parse(parse(readFileSync(EXPECTED, 'utf8')))).map(([rule, samples]) => [
      rule,
      samples.flatMap((sample) => (sample === 'every event of ours' ? OURS : [sample])),
    ]),
  );

const match = (pairs: readonly { readonly pattern: unknown; readonly event: unknown }[]): Promise<boolean[]> =>
  new Promise((resolve, reject) => {
    const { python, javaHome } = toolchainSchema.parse(JSON.parse(readFileSync('.relay/toolchain.json', 'utf8')));
    const child = spawn(python, ['tools/check/match_rules.py', '--jars-dir', '.relay/event-ruler', '--java-home', javaHome], {
      env: { ...process.env, PYTHONPATH: 'local/cloud' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve(z.array(z.boolean()).parse(JSON.parse(stdout)))
        : reject(new Error(`match_rules.py ended with ${code}:\n${stderr}`)),
    );
    child.stdin.end(JSON.stringify(pairs.map(({ pattern, event }) => ({ pattern, event }))));
  });
