import { isFound, widgetsOf } from '../src/dashboard/body';
import { dashboardText } from '../src/render/dashboard';
import { championReport, stabilityTable } from '../src/render/quality';

const body = (...metrics: unknown[]) =>
  JSON.stringify({ widgets: [{ type: 'metric', properties: { title: 'T', stat: 'Sum', period: 60, metrics } }] });

describe('the body of a dashboard', () => {
  it('has a line for each metric, with its own statistic where it has one', () => {
    const [widget] = widgetsOf(body(['N', 'A', 'service', 's', 'stage', 'x', { label: 'l' }], ['N', 'B', { stat: 'Maximum' }]));
    expect(widget).toMatchObject({ title: 'T', stat: 'Sum', periodSeconds: 60 });
    expect(widget?.lines).toEqual([
      {
        kind: 'metric',
        metric: { namespace: 'N', name: 'A', dimensions: { service: 's', stage: 'x' } },
        label: 'l',
        stat: 'Sum',
      },
      { kind: 'metric', metric: { namespace: 'N', name: 'B', dimensions: {} }, label: 'B', stat: 'Maximum' },
    ]);
  });

  it('may search for metrics by their dimensions', () => {
    const expression = `SEARCH('{N,stage,model} MetricName="R" stage="x"', 'Average')`;
    const [line] = widgetsOf(body([{ expression }]))[0]?.lines ?? [];
    if (line?.kind !== 'search') throw new Error('expected a search');
    expect(line).toEqual({
      kind: 'search',
      stat: 'Average',
      search: { namespace: 'N', name: 'R', by: ['stage', 'model'], where: { stage: 'x' } },
    });
    const found = (name: string, dimensions: Record<string, string>) =>
      isFound(line.search, { namespace: 'N', name, dimensions });
    expect(found('R', { stage: 'x', model: 'm' })).toBe(true);
    expect(found('R', { stage: 'y', model: 'm' })).toBe(false);
    expect(found('R', { stage: 'x' })).toBe(false);
    expect(found('R', { stage: 'x', model: 'm', step: 's' })).toBe(false);
    expect(found('Q', { stage: 'x', model: 'm' })).toBe(false);
  });

  it('is refused where it is none of ours', () => {
    expect(() => widgetsOf(body([{ expression: 'm1 / m2' }]))).toThrow('not a search of ours');
    expect(() => widgetsOf('{}')).toThrow();
  });
});

describe('a dashboard in the terminal', () => {
  const window = { from: new Date('2026-11-12T00:00:00.000Z'), to: new Date('2026-11-12T00:05:00.000Z') };
  const at = (minute: number, value: number) => ({ at: `2026-11-12T00:0${minute}:00.000Z`, value });
  const chart = (stat: string, ...points: { at: string; value: number }[]) => [
    {
      title: 'Runs',
      periodSeconds: 60,
      series: [
        { label: 'failed', stat, points },
        { label: 'none', stat, points: [] },
      ],
    },
  ];

  it('draws sums over the whole window, 0 where nothing was counted', () => {
    const text = dashboardText(chart('Sum', at(1, 2), at(3, 4)), window, false);
    expect(text).toMatch(/^Runs {2}\(by 1 min 00 s\)\n/);
    expect(text).toContain('failed: 4');
    expect(text).not.toContain('none');
    expect(text.split('\n').filter((line) => /[┤┼]/.test(line)).length).toBeGreaterThan(4);
  });

  it('draws figures that differ by nothing but the noise of floating point', () => {
    expect(dashboardText(chart('Average', at(1, 0.3), at(2, 0.1 + 0.2)), window, false)).toContain('0.3');
  });

  it('tells a single figure without a picture, and that there is none', () => {
    expect(dashboardText(chart('Average', at(1, 2.5)), window, false)).toBe('Runs  (by 1 min 00 s)\n  ━━ failed: 2.5\n');
    expect(dashboardText(chart('Average'), window, false)).toBe('Runs  (by 1 min 00 s)\n  no data\n');
  });
});

it('a stability table has a line for each model', () => {
  const statistics = {
    count: 5,
    mean: 8.123456,
    standardDeviation: 0.1,
    coefficientOfVariation: 0.0123,
    best: { runId: 'a', value: 8 },
    last: { runId: 'b', value: 8.2 },
    trend: null,
  };
  const text = stabilityTable({ pipeline: 'p', metric: 'rmse', models: [{ model: 'm', variant: 'v', split: 's', statistics }] });
  expect(text).toMatch(/MEAN RMSE/);
  expect(text).toMatch(/m\s+v\s+5\s+8\.123\s+0\.1\s+1\.23%\s+8\s+8\.2\s+-/);
});

it('a pipeline without a rule is told to have no champion', () => {
  expect(championReport({ pipeline: 'p', rule: null, champion: null, decisions: [] }, new Date())).toContain('has no "model"');
});
