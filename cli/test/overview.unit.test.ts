import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completion } from '../src/commands/completion';
import { reportOf } from '../src/failures';
import { programOf } from '../src/program';
import { datasetReport, healthReport, pipelinesTable } from '../src/render/overview';
import { runProgress } from '../src/render/run-progress';
import { table } from '../src/render/table';
import { collectRuns } from '../src/status-api/client';
import { rejectedRun, succeededRun } from './example-run';

const NOW = new Date('2026-11-12T00:10:00Z');
const program = programOf(
  '1.2.3',
  () => {
    throw new Error('no command is called here');
  },
  () => undefined,
);

describe('tables', () => {
  const rows = [['20261112T000000Z-3f2a9c41d07b', 'raw/a/very/long/folder/with/sales-of-2026.csv']];
  const columns = [{ head: 'RUN' }, { head: 'FILE', shrinks: true }];

  it.each([60, 50, 40])('fit a terminal of %d columns, and keep what tells rows apart', (width) => {
    const lines = table(columns, rows, '', width).trimEnd().split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/^20261112T000000Z-3f2a9c41d07b {2}\S*….*csv$/);
  });

  it('lose columns of less weight where nothing more gives way, the least first', () => {
    const weighed = [
      { head: 'RUN' },
      { head: 'TIME', leaves: 1 },
      { head: 'CREATED', leaves: 2 },
      { head: 'FILE', shrinks: true },
    ];
    const headsAt = (width: number) =>
      table(weighed, [['20261112T000000Z', '12.0 s', '5 min ago', 'raw/sales.csv']], '', width).split('\n')[0];
    expect([60, 50, 44, 30].map(headsAt)).toEqual([
      'RUN               TIME    CREATED    FILE',
      'RUN               TIME    CREATED    FILE',
      'RUN               TIME    FILE',
      'RUN               FILE',
    ]);
  });

  it('are not cut where no terminal is', () => {
    expect(table(columns, rows, '')).toContain('raw/a/very/long/folder/with/sales-of-2026.csv');
  });
});

it('a pipeline is told with its rates and when it is due', () => {
  const pipeline = {
    ...{ pipeline: 'demand-forecast', state: 'RUNNING', running: [{ runId: 'r' }], queued: 2, lastRun: null },
    ...{ lastSuccess: { runId: 'r', state: 'SUCCEEDED', endedAt: '2026-11-12T00:00:00Z' }, nextDue: '2026-11-12T01:10:00Z' },
    ...{ successRate: 0.98, p50Seconds: 61.2, p95Seconds: 75 },
  };
  expect(pipelinesTable([pipeline], NOW)).toMatch(/RUNNING +1 +2 +98% +1 min 01 s +1 min 15 s +10 min ago +in 1 h 00 min/);
});

it('a rejected version says why and what to do', () => {
  const run = {
    ...rejectedRun,
    rejection: { reason: 'not-csv', message: 'It is a PDF.', remedy: 'Drop a CSV.', quarantineKey: null },
  };
  const report = datasetReport(
    { key: 'raw/a.csv', versions: [{ versionId: 'v1', size: 10, runs: [run] }], nextCursor: null },
    NOW,
  );
  expect(report).toMatch(/v1 .*REJECTED/);
  expect(report).toContain('was rejected: It is a PDF.\nWhat to do: Drop a CSV.');
});

it('health names only the queues that hold messages', () => {
  const health = {
    status: 'degraded',
    projection: { lagSeconds: 0.2, lastProjectedAt: '2026-11-12T00:09:00Z', waiting: 3 },
    deadLetters: [
      { queue: 'relay-dev-ingest-intake-dlq', messages: 2 },
      { queue: 'relay-dev-status-projection-dlq', messages: 0 },
    ],
    sweeps: [{ service: 'orchestrator', at: '2026-11-12T00:09:50Z', found: 0 }],
  };
  expect(healthReport(health, NOW)).toMatch(/intake-dlq: 2\nWhat to do/);
  expect(healthReport(health, NOW)).not.toContain('projection-dlq');
});

it('progress shows a bar of the steps, and each step with its time', () => {
  const lines = runProgress(succeededRun, NOW, 80).trimEnd().split('\n');
  expect(lines[0]).toContain(`/${succeededRun.steps.length} steps`);
  expect(lines).toHaveLength(1 + succeededRun.steps.length);
  expect(lines.every(({ length }) => length <= 80)).toBe(true);
});

it.each(['ExpiredTokenException', 'UnrecognizedClientException'])('%s says to sign in again', (name) => {
  const error = Object.assign(new Error('The security token included in the request is expired'), { name });
  expect(reportOf(error, false)).toMatchObject({ exitCode: 1, remedy: expect.stringContaining('aws sso login') });
});

it.each([
  'The SSO session associated with this profile is invalid. To refresh this SSO session run aws sso login with the corresponding profile.',
  "The SSO session token associated with profile=sso was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
  'Token is expired. To refresh this SSO session run aws sso login with the corresponding profile.',
])('says to sign in where the SDK knows that a session is over: %s', (message) => {
  const error = Object.assign(new Error(message), { name: 'CredentialsProviderError' });
  expect(reportOf(error, false).remedy).toContain('aws sso login');
});

describe('completion', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-completion-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What bash offers after a line that has been typed so far. */
  const offered = (...words: string[]): string[] => {
    const file = join(folder, 'relay.bash');
    writeFileSync(file, completion(program, 'bash').text);
    const typed = ['relay', ...words].map((word) => `'${word}'`).join(' ');
    const script = `source '${file}'; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _relay; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
  };

  it.each([
    [['pipe'], ['pipelines']],
    [['dlq', 're'], ['redrive']],
    [['runs', '--wa'], ['--watch']],
    [['runs', '--state', 'REJ'], ['REJECTED']],
  ])('bash offers after %j %j', (typed, expected) => {
    expect(offered(...typed)).toEqual(expected);
  });

  it('zsh and fish get scripts with every command', () => {
    for (const shell of ['zsh', 'fish'] as const)
      for (const command of program.commands) expect(completion(program, shell).text).toContain(command.name());
  });

  it("zsh gets a script of its own: its imitation of bash's completion does not take bash's", () => {
    const { text } = completion(program, 'zsh');
    expect(text).not.toContain('COMP_');
    expect(text).toMatch(/"dlq list"\*\) [\s\S]* "dlq"\*\) [\s\S]*\n {2}compadd [\s\S]*\ncompdef _relay relay\n$/);
  });
});

it('the cursor of a list is that of the last run shown, whatever the pages were', async () => {
  const stored = Array.from({ length: 250 }, (_, index) => ({ ...succeededRun, runId: `run-${index}` }));
  const askPage = async (limit: number, cursor: string | null) => {
    const from = cursor === null ? 0 : Number(cursor);
    const runs = stored.slice(from, from + limit);
    return { runs, nextCursor: from + limit < stored.length ? String(from + limit) : null };
  };
  const { runs, nextCursor } = await collectRuns(130, askPage);
  expect([runs.length, nextCursor]).toEqual([130, '130']);
  expect((await collectRuns(300, askPage)).nextCursor).toBeNull();
});
