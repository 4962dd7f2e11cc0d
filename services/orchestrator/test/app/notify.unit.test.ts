import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { OwedNoticeError } from '@glue-relay/shared/notices/once';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import fc from 'fast-check';
import { notifyOfRun } from '../../src/app/notify';
import type { NoticeMetric } from '../../src/domain/notices/metric-names';
import type { NoticePorts } from '../../src/notice-ports';
import { aPipeline, aQueuedRun, aStep, T0 } from '../factories';
import { memoryNoticeStore } from '../twins/memory-notice-store';

const endOf = (minute: number, state: RunStateChange['state'], pipeline = 'demo'): RunStateChange => ({
  ...runStateChange.example,
  runId: `run-${String(minute).padStart(3, '0')}`,
  pipeline,
  state,
  endedAt: new Date(T0 + minute * 60_000).toISOString(),
  error: state === 'SUCCEEDED' ? null : 'step "clean" failed on attempt 1: ValueError: no',
});

const telling = (overrides: Partial<NoticePorts> = {}) => {
  const sent: Notice[] = [];
  const counted: NoticeMetric[] = [];
  const time = { now: T0 };
  const ports: NoticePorts = {
    notices: memoryNoticeStore(),
    loadRun: async () => null,
    place: async () => ({ stage: 'test', statusUrl: 'https://status.example' }),
    send: async (notice) => {
      sent.push(notice);
    },
    clock: () => time.now,
    count: (metric) => counted.push(metric),
    tell: () => undefined,
    ...overrides,
  };
  return { ports, sent, counted, time, subjects: () => sent.map(({ subject }) => subject) };
};

const FAILED = '[relay test] demo failed';
const recovered = (failures: number) => `[relay test] demo recovered after ${failures} failed ${failures === 1 ? 'run' : 'runs'}`;

it('sends one message as an incident opens and one as it closes, and counts what comes between', async () => {
  const { ports, counted, subjects } = telling();
  const states = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'FAILED', 'SUCCEEDED', 'SUCCEEDED'] as const;
  for (const [minute, state] of states.entries()) await notifyOfRun(ports, endOf(minute, state));
  expect(subjects()).toEqual([FAILED, recovered(3)]);
  expect(counted).toEqual([
    'NoNotice',
    'IncidentOpened',
    'NoticeSent',
    'IncidentContinued',
    'IncidentContinued',
    'IncidentRecovered',
    'NoticeSent',
    'NoNotice',
  ]);
});

const runWith = (alerts: Partial<PipelineDefinition['alerts']>) => async () =>
  aQueuedRun(aPipeline([aStep('clean')], { alerts: { ...NO_ALERTS, ...alerts } }));

it('tells of each success where the pipeline asks for it, of a late one and of a repeat too, once', async () => {
  const { ports, subjects } = telling({ loadRun: runWith({ onSuccess: true }) });
  const ends = [endOf(2, 'SUCCEEDED'), endOf(1, 'SUCCEEDED'), endOf(3, 'FAILED'), endOf(4, 'SUCCEEDED')];
  for (const end of [...ends, ...ends]) await notifyOfRun(ports, end);
  expect(subjects()).toEqual(['[relay test] demo succeeded', '[relay test] demo succeeded', FAILED, recovered(1)]);
});

it('tells of each failure where the pipeline asks for it', async () => {
  const { ports, sent, subjects } = telling({ loadRun: runWith({ onFailure: 'every' }) });
  for (const minute of [1, 2, 2]) await notifyOfRun(ports, endOf(minute, 'FAILED'));
  expect(subjects()).toEqual([FAILED, FAILED]);
  expect(sent[0]?.text).toContain('Each failed run of this pipeline sends a message');
});

it('keeps pipelines apart, and takes no notice of runs that ended by a wish', async () => {
  const { ports, subjects } = telling();
  await notifyOfRun(ports, endOf(1, 'FAILED'));
  await notifyOfRun(ports, endOf(2, 'SUCCEEDED', 'other'));
  for (const state of ['CANCELLED', 'SKIPPED', 'SUPERSEDED', 'RUNNING', 'QUEUED'] as const) {
    await notifyOfRun(ports, endOf(3, state));
  }
  expect(subjects()).toEqual([FAILED]);
});

it('takes each end of a redriven run for itself', async () => {
  const { ports, subjects } = telling();
  const first = endOf(1, 'FAILED');
  const redriven = { ...endOf(2, 'FAILED'), runId: first.runId, sequence: 9 };
  const mended = { ...endOf(3, 'SUCCEEDED'), runId: first.runId, sequence: 12 };
  for (const change of [first, redriven, first, mended, redriven, mended]) await notifyOfRun(ports, change);
  expect(subjects()).toEqual([FAILED, recovered(2)]);
});

it('does not open an incident for a failure that a newer success has made old', async () => {
  const { ports, subjects } = telling();
  await notifyOfRun(ports, endOf(2, 'SUCCEEDED'));
  await notifyOfRun(ports, endOf(1, 'FAILED'));
  expect(subjects()).toEqual([]);
});

it('does not close an incident with a success older than its newest failure', async () => {
  const { ports, subjects } = telling();
  for (const change of [endOf(1, 'FAILED'), endOf(3, 'FAILED'), endOf(2, 'SUCCEEDED')]) await notifyOfRun(ports, change);
  expect(subjects()).toEqual([FAILED]);
  await notifyOfRun(ports, endOf(4, 'SUCCEEDED'));
  expect(subjects()).toEqual([FAILED, recovered(2)]);
});

it('sends what is owed when the event comes again after a crash, once the lease is over', async () => {
  let broken = true;
  const sent: Notice[] = [];
  const { ports, time } = telling({
    send: async (notice) => {
      if (broken) throw new Error('SNS is away');
      sent.push(notice);
    },
  });
  await expect(notifyOfRun(ports, endOf(1, 'FAILED'))).rejects.toThrow('SNS is away');
  broken = false;
  await expect(notifyOfRun(ports, endOf(1, 'FAILED'))).rejects.toThrow(OwedNoticeError);
  expect(sent).toHaveLength(0);
  // Even where its incident is over by then: nobody has been told of it.
  await notifyOfRun(ports, endOf(2, 'SUCCEEDED'));
  time.now += 180_000;
  await notifyOfRun(ports, endOf(1, 'FAILED'));
  await notifyOfRun(ports, endOf(1, 'FAILED'));
  expect(sent.map(({ subject }) => subject)).toEqual([recovered(1), FAILED]);
});

/** Ends of runs in order of time, and the order in which their events come, with repeats. */
const deliveries = fc
  .array(fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const, 'TIMED_OUT' as const), { minLength: 1, maxLength: 8 })
  .chain((states) => {
    const ends = states.map((state, minute) => endOf(minute, state));
    const repeats = fc.array(fc.nat(ends.length - 1), { maxLength: 8 });
    return repeats.chain((again) => {
      const all = [...ends.keys(), ...again];
      return fc.record({
        ends: fc.constant(ends),
        order: fc
          .shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length })
          .map((places) => places.map((place) => all[place] ?? 0)),
      });
    });
  });

const isFailure = ({ state }: RunStateChange) => state !== 'SUCCEEDED';

it('in any order and with any repeats: messages alternate, none twice, and the last says how the newest run ended', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ ends, order }) => {
      const { ports, sent } = telling();
      for (const place of order) await notifyOfRun(ports, ends[place] as RunStateChange);
      const opened = sent.map(({ subject }) => !subject.includes('recovered'));
      expect(opened).toEqual(opened.map((_, place) => place % 2 === 0));
      expect(new Set(sent.map(({ text }) => text)).size).toBe(sent.length);
      expect(opened.at(-1) ?? false).toBe(isFailure(ends.at(-1) as RunStateChange));
      const health = await ports.notices.healthOf('demo');
      expect(health?.health.incident !== null).toBe(isFailure(ends.at(-1) as RunStateChange));
    }),
    { numRuns: 1000 },
  );
});

it('in order of time, whatever the repeats: one message for each stretch of failures and one for its end', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ ends }) => {
      const { ports, subjects } = telling();
      for (const place of ends.keys()) {
        for (const again of [place, 0, place]) await notifyOfRun(ports, ends[again] as RunStateChange);
      }
      const changes = ends.filter((end, place) => isFailure(end) !== (place > 0 && isFailure(ends[place - 1] as RunStateChange)));
      expect(subjects().map((subject) => subject.includes('recovered'))).toEqual(changes.map((end) => !isFailure(end)));
    }),
    { numRuns: 300 },
  );
});

it('with handlers that race and die anywhere: nothing stays owed, and only a death doubles a message', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.array(fc.nat(9), { maxLength: 20 }), async ({ ends, order }, deaths) => {
      const { ports, sent, time } = telling();
      const dying = [...deaths];
      const mayDie =
        <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
        async (...args: Args) => {
          const fate = dying.shift();
          if (fate === 0) throw new Error('died before');
          const answer = await call(...args);
          if (fate === 1) throw new Error('died after');
          return answer;
        };
      const { notices } = ports;
      const mortal: NoticePorts = {
        ...ports,
        send: mayDie(ports.send),
        notices: { ...notices, commit: mayDie(notices.commit), claim: mayDie(notices.claim), confirm: mayDie(notices.confirm) },
      };
      let waiting = order.map((place) => ends[place] as RunStateChange);
      while (waiting.length > 0) {
        const outcomes = await Promise.allSettled(waiting.map((change) => notifyOfRun(mortal, change)));
        waiting = waiting.filter((_, place) => outcomes[place]?.status === 'rejected');
        time.now += 180_000;
      }
      const records = await Promise.all(ends.map(({ runId, sequence }) => notices.find(`${runId}#${sequence}`)));
      expect(records.filter((record) => record?.state === 'owed')).toEqual([]);
      const newestFailed = isFailure(ends.at(-1) as RunStateChange);
      expect((await notices.healthOf('demo'))?.health.incident !== null).toBe(newestFailed);
      const distinct = new Set(sent.map(({ text }) => text)).size;
      expect(sent.length - distinct).toBeLessThanOrEqual(deaths.length);
      expect(newestFailed ? distinct > 0 : true).toBe(true);
    }),
    { numRuns: 500 },
  );
});
