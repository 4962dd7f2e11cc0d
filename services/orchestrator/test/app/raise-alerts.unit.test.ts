import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import fc from 'fast-check';
import { notifyOfAlert } from '../../src/app/notify';
import { raiseAlerts } from '../../src/app/raise-alerts';
import { alertNotice } from '../../src/domain/notices/alert-notice';
import { deadlineOf } from '../../src/domain/notices/alerts';
import type { NoticePorts } from '../../src/notice-ports';
import { aPipeline, aQueuedRun, aRunningRun, aStep, ended, MINUTE, play, started, T0 } from '../factories';
import { memoryAlertStore } from '../twins/memory-alert-store';
import { memoryNoticeStore } from '../twins/memory-notice-store';

const HOUR = 60 * MINUTE;
const place = { stage: 'test', statusUrl: 'https://status.example' };
const pipeline = aPipeline([aStep('clean')], { alerts: { ...NO_ALERTS, deadlineMinutes: 30, noSuccessWithinHours: 24 } });
const quiet = aPipeline([aStep('clean')], { pipeline: 'quiet' });

/** The sweep and, behind the bus, what tells people. */
const watching = () => {
  const time = { now: T0 };
  const said: PipelineAlert[] = [];
  const subjects: string[] = [];
  const counted: string[] = [];
  const alerts = memoryAlertStore();
  const notices = memoryNoticeStore();
  const runs = new Map([aRunningRun(pipeline)].map((run) => [run.runId, run]));
  const sweep = (overrides = {}) =>
    raiseAlerts({
      alerts,
      healthOf: notices.healthOf,
      loadRun: async (runId) => runs.get(runId) ?? null,
      listPipelines: async () => new Map([pipeline, quiet].map((one) => [one.pipeline, one])),
      publish: async (events) => {
        said.push(...events.map(({ detail }) => pipelineAlert.detail.parse(detail)));
      },
      clock: () => time.now,
      count: (metric) => counted.push(metric),
      ...overrides,
    });
  const tell = async () => {
    const ports: NoticePorts = {
      notices,
      loadRun: async () => null,
      place: async () => place,
      send: async ({ subject }) => {
        subjects.push(subject);
      },
      clock: () => time.now,
      count: (metric) => counted.push(metric),
      tell: () => undefined,
    };
    for (const alert of said) await notifyOfAlert(ports, alert);
  };
  const succeedAt = async (endedAt: number) => {
    const before = (await notices.healthOf('demo'))?.revision ?? null;
    const health = { lastSuccess: { runId: `at-${endedAt}`, endedAt }, incident: null };
    await notices.commit({
      health: { pipeline: 'demo', before, after: { revision: (before ?? 0) + 1, health } },
      record: null,
      at: T0,
    });
  };
  return { time, said, subjects, counted, alerts, runs, sweep, tell, succeedAt };
};

const [running] = [...watching().runs.values()];
if (!running) throw new Error('no run');

it('says once that a run has missed its deadline, and tells people once', async () => {
  const world = watching();
  world.alerts.add(running);
  world.time.now = T0 + 30 * MINUTE;
  await world.sweep();
  expect(world.said).toEqual([]);
  world.time.now += 1;
  await world.sweep();
  await world.sweep();
  expect(world.said).toMatchObject([{ kind: 'deadline-missed', runId: running.runId, state: 'RUNNING', deadlineMinutes: 30 }]);
  await world.tell();
  await world.tell();
  expect(world.subjects).toEqual(['[relay test] demo: a run is still running after 30 minutes']);
  expect(world.counted).toEqual(['DeadlineMissed', 'AlertTold', 'NoticeSent', 'NoticeRepeated']);
});

it('says of a redriven run too that it has missed its deadline, and tells people again', async () => {
  const world = watching();
  world.alerts.add(running);
  world.time.now = T0 + 31 * MINUTE;
  await world.sweep();
  const redriven = { ...running, redrives: 1, takenUpAt: T0 + 40 * MINUTE };
  world.runs.set(running.runId, redriven);
  world.alerts.add(redriven);
  world.time.now = T0 + 69 * MINUTE;
  await world.sweep();
  expect(world.said).toHaveLength(1);
  world.time.now = T0 + 71 * MINUTE;
  await world.sweep();
  expect(world.said).toMatchObject([{ since: '2026-11-12T00:00:00.000Z' }, { since: '2026-11-12T00:40:00.000Z' }]);
  await world.tell();
  expect(world.subjects).toHaveLength(2);
});

it('says nothing of a run that ended in time or is gone, and looks at it once', async () => {
  const world = watching();
  world.runs.set(running.runId, play(running, started('clean'), ended('clean')));
  world.alerts.add(running);
  world.alerts.add({ ...running, runId: 'gone' });
  world.time.now = T0 + 60 * MINUTE;
  await world.sweep();
  expect(world.said).toEqual([]);
  expect(await world.alerts.deadlinesBefore(world.time.now, 9)).toEqual([]);
});

it('a queued run may miss its deadline too; a pipeline without one, or of before there were any, has none', () => {
  expect(deadlineOf(aQueuedRun(pipeline))).toBe(T0 + 30 * MINUTE);
  expect(deadlineOf(aQueuedRun(quiet))).toBeNull();
  const { alerts: _, ...earlier } = pipeline;
  expect(deadlineOf({ ...running, definition: earlier as typeof pipeline })).toBeNull();
});

it('says once for each stretch that no run succeeded, from when the pipeline was first watched', async () => {
  const world = watching();
  await world.sweep();
  world.time.now = T0 + 24 * HOUR - 1;
  await world.sweep();
  expect(world.said).toEqual([]);
  world.time.now = T0 + 24 * HOUR;
  await world.sweep();
  await world.sweep();
  expect(world.said).toMatchObject([{ kind: 'no-success', lastSuccess: null, since: new Date(T0).toISOString() }]);
  await world.succeedAt(T0 + 25 * HOUR);
  world.time.now = T0 + 48 * HOUR;
  await world.sweep();
  expect(world.said).toHaveLength(1);
  world.time.now = T0 + 49 * HOUR;
  await world.sweep();
  await world.sweep();
  await world.tell();
  expect(world.subjects).toEqual(Array.from({ length: 2 }, () => '[relay test] demo: no success for 24 hours'));
});

it('says an alert again, under its id, where it died before it could note that it said so', async () => {
  const world = watching();
  world.alerts.add(running);
  world.time.now = T0 + HOUR;
  const dying = {
    ...world.alerts,
    dropDeadline: async () => {
      throw new Error('died');
    },
  };
  await expect(world.sweep({ alerts: dying })).rejects.toThrow('died');
  await world.sweep();
  expect(world.said).toHaveLength(2);
  await world.tell();
  expect(world.subjects).toHaveLength(1);
});

it('whenever runs succeed and sweeps come: one alert for each stretch that was too long, when a sweep saw it', async () => {
  const hours = fc.array(fc.record({ pass: fc.integer({ min: 1, max: 40 }), success: fc.boolean() }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(hours, async (steps) => {
      const world = watching();
      await world.sweep();
      let since = T0;
      const expected = new Set<number>();
      for (const { pass, success } of steps) {
        world.time.now += pass * HOUR;
        if (success) {
          since = world.time.now;
          await world.succeedAt(since);
        }
        if (world.time.now - since >= 24 * HOUR) expected.add(since);
        await world.sweep();
      }
      expect(world.said.map((alert) => alert.kind === 'no-success' && Date.parse(alert.since))).toEqual([...expected]);
    }),
    { numRuns: 200 },
  );
});

it('speaks of one hour as of one', () => {
  const since = '2026-11-12T00:00:00.000Z';
  const common = { schemaVersion: 1, alertId: 'a', pipeline: 'demo', at: since, since } as const;
  const { subject } = alertNotice({ kind: 'no-success', ...common, lastSuccess: null, noSuccessWithinHours: 1 }, place);
  expect(subject).toBe('[relay test] demo: no success for 1 hour');
});

it('the message says what to do and where to look', () => {
  expect(alertNotice(pipelineAlert.example, place).text).toContain(
    'Status: https://status.example/runs/20261112T000000Z-3f2a9c41d07b',
  );
  const lastSuccess = { runId: 'r', endedAt: '2026-11-12T00:00:00.000Z' };
  const late = { schemaVersion: 1, alertId: 'a', pipeline: 'demo', at: lastSuccess.endedAt, since: lastSuccess.endedAt } as const;
  expect(alertNotice({ kind: 'no-success', ...late, lastSuccess, noSuccessWithinHours: 24 }, place).text).toMatchInlineSnapshot(`
"No run of pipeline demo on stage test has succeeded for 24 hours.

since         2026-11-12T00:00:00.000Z
last success  r
limit         24 hours (alerts.noSuccessWithinHours in pipeline.yml)

What to do
- npx relay runs --pipeline demo --stage test   shows whether runs fail, or no file came
- No file: ask whoever drops them. GET /runs?state=REJECTED has the files that were not fit to run.

Status: https://status.example/runs/r"
`);
});
