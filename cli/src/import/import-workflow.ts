import type { GlueCrawler, GlueExport } from './export-schema';
import { triggersOf } from './export-schema';
import { jobSettings } from './job-settings';
import type { ScriptToBring } from './job-stub';
import { nameOf } from './names';
import type { Note, Noted } from './notes';
import { onWhole } from './notes';
import { parametersOf } from './parameters';
import { pipelineText } from './pipeline-text';
import { planSteps } from './plan-steps';
import type { PlannedStep } from './planned-step';
import { startsOf } from './starts';

export interface ImportedPipeline {
  readonly pipeline: string;
  readonly steps: readonly string[];
  /** Text of pipeline.yml. */
  readonly text: string;
  readonly scripts: readonly ScriptToBring[];
  readonly notes: readonly Note[];
}

const MOST_RUNS = 50;

/**
 * The pipeline that does what a Glue workflow does, and where it does not.
 *
 * @param name - of the pipeline; null takes the workflow's
 */
export const importWorkflow = (exported: GlueExport, name: string | null): ImportedPipeline => {
  const { Workflow } = exported;
  const pipeline = nameOf(name ?? Workflow?.Name ?? 'imported');
  const triggers = triggersOf(exported);
  const planned = planSteps(triggers);
  const starts = startsOf(triggers);
  const parameters = parametersOf(exported, planned.value);
  const made = planned.value.map((step) => stepOf(exported, step));
  const { batch, ...schedule } = starts.value;
  const runs = Workflow?.MaxConcurrentRuns ?? 1;
  const notes = [
    onWhole('input.columns is made up: name the columns of the file that is dropped, and see to prefix and suffix'),
    ...starts.notes,
    ...planned.notes,
    ...made.flatMap((step) => step.notes),
    ...parameters.notes,
  ];
  const content = {
    pipeline,
    input: { prefix: `raw/${pipeline}/`, suffix: ['.csv'], columns: ['change-me'], ...(batch ? { batch } : {}) },
    concurrency: { maxRuns: Math.min(Math.max(runs, 1), MOST_RUNS) },
    ...schedule,
    ...(Object.keys(parameters.value).length > 0 ? { parameters: parameters.value } : {}),
    steps: Object.fromEntries(planned.value.map((step, index) => [step.name, made[index]?.value])),
  };
  const text = pipelineText(content, Workflow?.Name ?? null, notes);
  const steps = planned.value.map((step) => step.name);
  return { pipeline, steps, text, scripts: planned.value.flatMap((step) => scriptOf(exported, step)), notes };
};

const stepOf = (exported: GlueExport, { name, action, after, fanIn }: PlannedStep): Noted<object> => {
  const waits = {
    ...(after.length > 0 ? { after: after.map(({ step, on }) => (on === 'success' ? step : { step, on })) } : {}),
    ...(fanIn === 'any' && after.length > 1 ? { fanIn } : {}),
  };
  if (action.CrawlerName !== undefined) {
    const crawler = exported.Crawlers.find(({ Name }) => Name === action.CrawlerName);
    const path = after.length === 0 ? 'input' : 'processed';
    return { value: { crawler: { path }, ...waits }, notes: crawlerRemarks(name, action.CrawlerName, crawler, path) };
  }
  const job = exported.Jobs.find(({ Name }) => Name === action.JobName);
  const settings = job ? jobSettings(name, job, action) : null;
  const unknown = { about: name, text: `job ${action.JobName} is not in the export: its settings are Glue Relay's own` };
  return { value: { job: `${name}.py`, ...waits, ...settings?.value }, notes: settings?.notes ?? [unknown] };
};

const crawlerRemarks = (about: string, name: string, crawler: GlueCrawler | undefined, path: string): Note[] => {
  if (!crawler) return [{ about, text: `crawler ${name} is not in the export: name what it crawls in crawler.path` }];
  const { S3Targets = [], ...others } = crawler.Targets;
  const paths = S3Targets.flatMap((target) => target.Path ?? []);
  const elsewhere = Object.entries(others).flatMap(([kind, targets]) => (targets.length > 0 ? [kind] : []));
  const schedule = crawler.Schedule?.ScheduleExpression;
  return [
    { about, text: `it crawled ${paths.join(', ') || 'nothing in S3'}; here it crawls ${path} of each run: see to crawler.path` },
    ...(elsewhere.length > 0 ? [{ about, text: `targets that are not in S3 are left out: ${elsewhere.join(', ')}` }] : []),
    ...(schedule ? [{ about, text: `the crawler's own schedule, ${schedule}, is left out: it runs as a step` }] : []),
  ];
};

const scriptOf = ({ Jobs }: GlueExport, { name, action }: PlannedStep): ScriptToBring[] =>
  action.JobName === undefined
    ? []
    : [{ name: `${name}.py`, from: Jobs.find(({ Name }) => Name === action.JobName)?.Command?.ScriptLocation ?? null }];
