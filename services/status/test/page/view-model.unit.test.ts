import fc from 'fast-check';
import { activeAlerts } from '../../page/src/model/active-alerts';
import { costColumns, firstDayOf, stacked } from '../../page/src/model/cost';
import { failureOf } from '../../page/src/model/failure';
import { choicesOf, seriesAfter } from '../../page/src/model/forecast';
import { causeOf, changeOf } from '../../page/src/model/journal';
import { delayOf } from '../../page/src/model/pace';
import { consoleOf } from '../../page/src/model/places';
import { troubleOf } from '../../page/src/model/remedy';
import { trendColumns, trendInWords } from '../../page/src/model/trend-chart';
import * as story from './story';

describe('alerts that still stand', () => {
  it('are those whose cause is what the pipeline looks like now', () => {
    const { alerts } = story.alerts;
    expect(activeAlerts(alerts, story.pipelines.pipelines).map(({ kind }) => kind)).toEqual(['drift']);
    const [, forecast] = story.pipelines.pipelines;
    if (!forecast) throw new Error('The story has two pipelines.');
    expect(activeAlerts(alerts, [{ ...forecast, lastSuccess: null, lastRun: null }]).map(({ kind }) => kind)).toEqual([
      'no-success',
    ]);
    expect(activeAlerts(alerts, [])).toEqual([]);
  });
});

describe('what to do', () => {
  it('is the remedy of a rejection in its own words', () => {
    expect(troubleOf(story.rejected)).toMatchObject({
      remedy: story.rejected.rejection?.remedy,
      commands: ['replay', 'accept'].map((action) => `npx relay quarantine ${action} ${story.rejected.runId}`),
    });
    expect(troubleOf({ ...story.rejected, pipeline: null })?.commands.at(-1)).toMatch(/ --pipeline NAME$/);
  });
  it('names the failed step and the commands for it', () => {
    const { runId } = story.failed;
    expect(troubleOf(story.failed)?.commands).toEqual([
      `npx relay logs ${runId} clean`,
      `npx relay redrive ${runId} --from clean --wait`,
    ]);
  });
  it('is nothing where nothing went wrong', () => expect(troubleOf(story.run)).toBeNull());
});

describe('a failed answer', () => {
  it.each([
    [401, null, 'unauthorised', 'relay page'],
    [403, { message: 'Forbidden' }, 'unauthorised', 'relay page'],
    [404, { title: 'Unknown run', detail: 'There is no run "x".', type: 'urn:x' }, 'not-found', ''],
    [400, { title: 'Bad request', detail: 'limit' }, 'refused', ''],
    [500, 'no JSON', 'fault', 'tries again'],
  ])('%s says what it means', (status, body, kind, remedy) => {
    const failure = failureOf(status, body);
    expect(failure.kind).toBe(kind);
    expect(failure.remedy).toContain(remedy);
    expect(failure.title).not.toBe('');
  });
});

describe('the pace of questions', () => {
  it('is slower while nobody looks and after failures, but never stops', () => {
    expect(delayOf('live', { hidden: false, failures: 0 })).toBe(1500);
    expect(delayOf('live', { hidden: true, failures: 0 })).toBe(120_000);
    const delays = [0, 1, 2, 3, 8, 50].map((failures) => delayOf('live', { hidden: false, failures }));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(Math.max(...delays)).toBe(60_000);
    expect(delayOf('slow', { hidden: false, failures: 9 })).toBe(60_000);
  });
});

describe('the journal in words', () => {
  it('says what changed and who brought it about', () => {
    const [first, , third] = story.run.journal;
    if (!first || !third) throw new Error('The story has a journal.');
    expect(changeOf(first)).toBe('Run: Queued');
    expect(changeOf(third)).toBe('clean, attempt 1: Pending → Starting');
    expect(changeOf({ ...first, from: 'RUNNING', to: 'RUNNING' })).toBe('Run: Running');
    expect(changeOf({ ...third, attempt: 0, from: 'PENDING', to: 'SKIPPED' })).toBe('clean: Pending → Skipped');
    expect(causeOf({ type: 'command', id: 'key', by: 'ada' })).toBe('a command of ada');
    expect(causeOf(null)).toBe('not recorded');
  });
});

describe('choosing a series', () => {
  const entry = story.seriesIndex.series[0];
  if (!entry) throw new Error('The story has series.');

  it('offers values in the order of their numbers', () => {
    expect(choicesOf(story.seriesIndex, entry)).toEqual([
      { dimension: 'store', values: ['1', '2', '10'], chosen: '1' },
      { dimension: 'item', values: ['1', '2'], chosen: '1' },
    ]);
  });
  it('keeps the other choices where such a series is there', () => {
    expect(seriesAfter(story.seriesIndex, entry, 'item', '2').seriesId).toBe('store-1.item-2');
    const sparse = {
      ...story.seriesIndex,
      series: story.seriesIndex.series.filter(({ seriesId }) => seriesId !== 'store-2.item-1'),
    };
    expect(seriesAfter(sparse, entry, 'store', '2').seriesId).toBe('store-2.item-2');
  });
});

describe('columns of charts', () => {
  it('have a row for each day, and stacks that end at the sum', () => {
    const columns = costColumns(story.costs);
    expect(columns.days).toHaveLength(30);
    for (const dollars of columns.dollars) expect(dollars).toHaveLength(30);
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), { minLength: 1 }), (layers) => {
        const [top] = stacked(layers);
        expect(top).toEqual([0, 1, 2].map((row) => layers.reduce((sum, layer) => sum + (layer[row] ?? 0), 0)));
      }),
    );
    expect(firstDayOf(new Date('2026-11-12T23:59:00Z'), 30)).toBe('2026-10-14');
  });
  it('mark the champion and what is outside the limits', () => {
    const [trend] = story.pipelineModels.trends;
    if (!trend) throw new Error('The story has trends.');
    const { champion, outside } = trendColumns(trend, story.pipelineModels.champion);
    expect(champion.filter((value) => value !== null)).toEqual([7.71]);
    expect(outside.filter((value) => value !== null)).toEqual([9.8]);
    expect(trendColumns(trend, null).champion.every((value) => value === null)).toBe(true);
    expect(trendInWords(trend)).toContain('12 runs: latest 7.81, mean 8.07, control limits 7.2 to 8.9');
  });
});

describe('links to the AWS console', () => {
  it('are none on the local cloud', () => expect(consoleOf('/_aws/execute-api/a1/')).toBeNull());
  it('lead to the object and to the log stream', () => {
    const links = consoleOf('/');
    expect(links?.s3('s3://bucket/models/a b/')).toBe(
      'https://console.aws.amazon.com/s3/buckets/bucket?prefix=models%2Fa%20b%2F',
    );
    expect(links?.s3('file:///etc')).toBeNull();
    expect(links?.log('/aws-glue/jobs/output', 'jr_1')).toContain('log-group/$252Faws-glue$252Fjobs$252Foutput/log-events/jr_1');
  });
});
