import type { PipelineFile } from './file-schema';

/** What is wrong with the graph of steps, and the path of the field in the file. */
export interface GraphIssue {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Steps that a step of the file waits for, in the order written. */
export const stepsBefore = (file: PipelineFile, step: string): { step: string; on: 'success' | 'failure' | 'always' }[] =>
  (file.steps[step]?.after ?? []).map((after) => (typeof after === 'string' ? { step: after, on: 'success' } : after));

/**
 * Orders the steps so that each stands after those it waits for, keeping the order of the file where it may.
 * The issues name unknown and repeated steps in `after`, and every cycle by its steps.
 */
export const orderSteps = (file: PipelineFile): { order: string[]; issues: GraphIssue[] } => {
  const names = Object.keys(file.steps);
  const issues = names.flatMap((step) => issuesOfAfter(file, step, names));
  const order: string[] = [];
  let waiting = names;
  while (waiting.length > 0) {
    const ready = waiting.filter((step) =>
      stepsBefore(file, step).every((before) => order.includes(before.step) || !names.includes(before.step)),
    );
    if (ready.length === 0) {
      const cycle = cycleFrom(file, waiting);
      const [first] = cycle;
      issues.push({
        path: ['steps', first ?? '', 'after'],
        message: `expected no cycle, found ${[...cycle, first].join(' -> ')}`,
      });
      break;
    }
    order.push(...ready);
    waiting = waiting.filter((step) => !ready.includes(step));
  }
  return { order, issues };
};

const issuesOfAfter = (file: PipelineFile, step: string, names: string[]): GraphIssue[] =>
  stepsBefore(file, step).flatMap((before, index, all) => {
    const path = ['steps', step, 'after', index];
    if (!names.includes(before.step)) {
      const others = names.filter((other) => other !== step);
      return [{ path, message: `expected one of ${others.join(', ') || 'no step'}, found "${before.step}"` }];
    }
    return all.findIndex((other) => other.step === before.step) < index
      ? [{ path, message: `expected each step once, found "${before.step}" again` }]
      : [];
  });

/** Walks from any step that waits to one it waits for until a step comes again: the walk since then is a cycle. */
const cycleFrom = (file: PipelineFile, waiting: string[]): string[] => {
  const walk: string[] = [];
  let at = waiting[0];
  while (at !== undefined && !walk.includes(at)) {
    walk.push(at);
    at = stepsBefore(file, at).find((before) => waiting.includes(before.step))?.step;
  }
  return at === undefined ? walk : walk.slice(walk.indexOf(at));
};
