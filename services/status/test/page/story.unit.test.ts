import { faultsOf } from '../validate';
import * as story from './story';

/** What the page is tested against is what the API may answer. */
it.each<readonly [string, string, unknown]>([
  ...story.runs.map((run) => ['Run', run.runId, run] as const),
  ['RunPage', 'the newest', story.runPage],
  ['RunPage', 'older ones', story.olderPage],
  ['Pipelines', 'all', story.pipelines],
  ['AlertPage', 'all', story.alerts],
  ['Models', 'all', story.models],
  ['PipelineModels', 'of one', story.pipelineModels],
  ['SeriesIndex', 'of a run', story.seriesIndex],
  ['Series', 'one', story.series('store-1.item-1')],
  ['Jobs', 'all', story.jobs],
  ['Costs', 'of 30 days', story.costs],
  ['Health', 'degraded', story.health],
])('%s %s of the story is as openapi.yml has it', (schema, _which, document) => {
  expect(faultsOf(document, 'components', 'schemas', schema)).toEqual([]);
});
