import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import type { JobReport } from '@glue-relay/shared/job-report';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { ContendedChampionError } from '../src/app/decide-by-ground';
import { judgeReport } from '../src/app/judge-report';
import { evaluationsOf } from '../src/domain/evaluation';
import { METRICS } from '../src/metric-names';
import type { JudgingPorts } from '../src/ports';
import { decidedOf, reportOf, serviceInMemory, trainedOf } from './support';

const over = (overrides: Partial<JudgingPorts> = {}, definition = examplePipeline) => {
  const service = serviceInMemory(new Map(), definition);
  const judge = judgeReport({ ...service.ports, ...overrides });
  /** Records and judges, as the two functions do one after the other. */
  const report = async (written: JobReport): Promise<void> => {
    const recorded = { report: written, writtenAt: '2026-11-12T00:01:00.000Z' };
    await service.ports.saveReport(
      recorded,
      evaluationsOf(recorded, undefined),
      await service.ports.findReport(written.runId, written.step),
    );
    await judge(written);
  };
  const saidOf = (detailType: string) =>
    service.said.filter((event) => event.detailType === detailType).map(({ detail }) => detail);
  return { ...service, report, judge, saidOf };
};

describe('the champion', () => {
  it('is decided once for each attempt, and a repeat says the same again', async () => {
    const { report, judge, saidOf, ports, counted } = over();
    await report(trainedOf('r1', 8));
    await judge({ runId: 'r1', step: 'train' });
    expect(saidOf(championDecided.detailType)).toEqual(
      Array(2).fill(expect.objectContaining({ sequence: 1, outcome: 'promoted' })),
    );
    expect(await ports.decisionsOf('demand-forecast', 9)).toHaveLength(1);
    await report(trainedOf('r1', 7, { attempt: 2 }));
    expect(await ports.findChampion('demand-forecast')).toMatchObject({ sequence: 2, champion: { runId: 'r1', value: 7 } });
    expect(counted.filter((name) => name === METRICS.decided)).toHaveLength(2);
  });

  it('is left where gates look, also for a challenger, with the report that gave cause', async () => {
    const { report, kept } = over();
    await report(trainedOf('r1', 8));
    await report(trainedOf('r2', 9, { attempt: 3 }));
    expect(kept).toMatchObject([
      { sequence: 1, outcome: 'promoted', challenger: { runId: 'r1' }, report: { step: 'train', attempt: 1 } },
      { sequence: 2, outcome: 'kept', challenger: { runId: 'r2' }, report: { step: 'train', attempt: 3 } },
    ]);
  });

  it('is decided again upon what another left meanwhile', async () => {
    const { ports, counted } = over();
    const other = decidedOf('demand-forecast', 1, 'other');
    let isFirst = true;
    const judge = judgeReport({
      ...ports,
      commitDecision: async (decided, ground) => {
        if (isFirst) await ports.commitDecision(other, 'of another');
        isFirst = false;
        return ports.commitDecision(decided, ground);
      },
    });
    const recorded = { report: trainedOf('r1', 7), writtenAt: '2026-11-12T00:01:00.000Z' };
    await ports.saveReport(recorded, evaluationsOf(recorded, undefined), undefined);
    await judge({ runId: 'r1', step: 'train' });
    expect(await ports.findChampion('demand-forecast')).toMatchObject({ sequence: 2, champion: { runId: 'other' } });
    expect(counted).toEqual([METRICS.contended, METRICS.decided, METRICS.judged]);
  });

  it('has an alias, which names the newest even where another came between', async () => {
    const { report, ports, aliases } = over();
    await report(trainedOf('r1', 8));
    await report(trainedOf('r2', 7.99));
    expect(aliases).toEqual(['r1']);
    let isFirst = true;
    const slow = over({
      ...ports,
      pointAlias: async (championship) => {
        if (isFirst) await ports.commitDecision(decidedOf('demand-forecast', 4, 'other'), 'of another');
        isFirst = false;
        await ports.pointAlias(championship);
      },
    });
    const recorded = { report: trainedOf('r3', 7), writtenAt: '2026-11-12T00:01:00.000Z' };
    await ports.saveReport(recorded, evaluationsOf(recorded, undefined), undefined);
    await slow.judge({ runId: 'r3', step: 'train' });
    expect(aliases).toEqual(['r1', 'r3', 'other']);
  });

  it('gives up where others decide each time', async () => {
    const { report } = over({ commitDecision: async () => 'conflict' });
    await expect(report(trainedOf('r1', 8))).rejects.toThrow(ContendedChampionError);
  });

  it('is none of a pipeline without a rule', async () => {
    const { report, saidOf } = over({}, { ...examplePipeline, model: null });
    await report(trainedOf('r1', 8));
    expect(saidOf(championDecided.detailType)).toEqual([]);
  });
});

describe('drift', () => {
  const history = async (report: (written: JobReport) => Promise<void>) => {
    for (const [index, rmse] of [8, 8.1, 7.95, 8.05, 8.02, 8.04].entries()) await report(trainedOf(`r${index}`, rmse));
  };

  it("of the champion's model is said, told and noted once", async () => {
    const { report, judge, saidOf, notices, measured } = over();
    await history(report);
    await report(trainedOf('r9', 12));
    await judge({ runId: 'r9', step: 'train' });
    expect(saidOf(driftFound.detailType)).toMatchObject([
      { driftId: 'r9#model-metric#linear-regression/rmse', value: 12, runsCompared: 6, severity: 'alarm' },
    ]);
    expect(notices).toMatchObject([{ subject: '[relay test] demand-forecast: drift in 1 figure of a run' }]);
    const last = (name: string) => measured.filter((reading) => reading.name === name).at(-1);
    expect(last('ChampionMetric')).toMatchObject({ value: 12, dimensions: { pipeline: 'demand-forecast' } });
    expect(last('ChampionUpperLimit')?.value).toBeLessThan(9);
    expect(measured.filter(({ name, value }) => name === 'DriftFound' && value === 1)).toHaveLength(1);
  });

  it('is said again where it could not be noted the first time', async () => {
    let isBroken = true;
    const service = over();
    await history(service.report);
    const judge = judgeReport({
      ...service.ports,
      saveDrift: async (found) => {
        if (isBroken) throw new Error('gone away');
        await service.ports.saveDrift(found);
      },
    });
    const recorded = { report: trainedOf('r9', 12), writtenAt: '2026-11-12T00:01:00.000Z' };
    await service.ports.saveReport(recorded, evaluationsOf(recorded, undefined), undefined);
    await expect(judge({ runId: 'r9', step: 'train' })).rejects.toThrow('gone away');
    isBroken = false;
    await judge({ runId: 'r9', step: 'train' });
    expect(service.saidOf(driftFound.detailType)).toHaveLength(2);
    expect(await service.ports.driftOf('demand-forecast', 9)).toHaveLength(1);
  });

  it('of row counts is looked at where data comes in', async () => {
    const { report, saidOf } = over();
    const counted = (runId: string, step: string, rows: number) =>
      reportOf({ runId, step, rows: { in: rows, out: rows, quarantined: 0 }, models: [] });
    for (const step of ['clean', 'features']) {
      for (const runId of ['r1', 'r2', 'r3', 'r4', 'r5']) await report(counted(runId, step, 1_000));
      await report(counted('r6', step, 100));
    }
    expect(saidOf(driftFound.detailType)).toMatchObject([{ kind: 'row-count', subject: 'clean/rows', runId: 'r6' }]);
  });
});

it('a report that is gone, or of a pipeline that is, is not judged', async () => {
  const { judge, report, said, counted } = over({ findPipeline: async () => undefined });
  await judge({ runId: 'none', step: 'train' });
  await report(trainedOf('r1', 8));
  expect({ said, counted }).toEqual({ said: [], counted: [] });
});
