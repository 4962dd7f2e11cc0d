import type { GlueCondition } from './export-schema';
import type { Note } from './notes';
import type { OpenStep, PlannedStep } from './planned-step';
import { workOf } from './planned-step';

type On = PlannedStep['after'][number]['on'];

/** What becomes of a step's conditions, given the steps that are planned already and those that wait. */
export type Resolved = Ready | { readonly kind: 'open' } | { readonly kind: 'never'; readonly reason: string };

export interface Ready {
  readonly kind: 'ready';
  readonly planned: PlannedStep;
  readonly notes: readonly Note[];
}

/** A condition upon one job or crawler, with what the steps that run it are. */
interface Met {
  readonly work: string;
  readonly on: On;
  readonly states: readonly string[];
  readonly steps: readonly string[];
  readonly isOpen: boolean;
}

/**
 * Reads the predicate of a step's trigger.
 *
 * @param mayCome - steps that are not planned yet: what they run is waited for
 */
export const resolveConditions = (step: OpenStep, planned: readonly PlannedStep[], mayCome: readonly OpenStep[]): Resolved => {
  const { name, action, trigger, starts } = step;
  if (starts) return { kind: 'ready', planned: { name, action, after: [], fanIn: 'all' }, notes: [] };
  const { Logical, Conditions } = trigger.Predicate ?? { Logical: 'AND' as const, Conditions: [] };
  if (Conditions.length === 0) return { kind: 'never', reason: 'its trigger has no condition' };
  const fanIn = Logical === 'ANY' ? 'any' : 'all';
  const met = byWork(Conditions).map((conditions) =>
    meet(
      conditions,
      fanIn,
      planned,
      mayCome.filter((other) => other !== step),
    ),
  );
  const impossible = met.find((one) => one === null);
  if (impossible === null) return { kind: 'never', reason: 'it waits for two ends of one job at once' };
  const known = met.filter((one) => one !== null);
  const lost = known.filter((one) => one.steps.length === 0 && !one.isOpen);
  if (fanIn === 'all' && lost[0]) return { kind: 'never', reason: `nothing that starts runs ${lost[0].work}` };
  if (lost.length === known.length)
    return { kind: 'never', reason: `nothing that starts runs ${lost.map(({ work }) => work).join(', ')}` };
  if (known.some((one) => one.isOpen && (fanIn === 'all' ? one.steps.length === 0 : true))) return { kind: 'open' };
  const kept = known.filter((one) => one.steps.length > 0);
  const after = kept.flatMap(({ steps, on }) =>
    (fanIn === 'any' ? steps : steps.slice(0, 1)).map((before) => ({ step: before, on })),
  );
  const notes = [
    ...lost.map((one) => `nothing that starts runs ${one.work}: this condition is left out`),
    ...kept.flatMap((one) => remarks(one, fanIn)),
  ];
  return { kind: 'ready', planned: { name, action, after, fanIn }, notes: notes.map((text) => ({ about: name, text })) };
};

const byWork = (conditions: readonly GlueCondition[]): GlueCondition[][] =>
  [...new Set(conditions.map(workOf))].map((work) => conditions.filter((condition) => workOf(condition) === work));

/** Null where no end of the job could meet all of them. */
const meet = (
  conditions: readonly GlueCondition[],
  fanIn: PlannedStep['fanIn'],
  planned: readonly PlannedStep[],
  waiting: readonly OpenStep[],
): Met | null => {
  const work = workOf(conditions[0] ?? {});
  const states = [...new Set(conditions.map(({ State, CrawlState }) => State ?? CrawlState ?? 'SUCCEEDED'))];
  if (fanIn === 'all' && states.length > 1) return null;
  const ends = new Set(states.map((state) => (state === 'SUCCEEDED' ? 'success' : 'failure')));
  return {
    work,
    states,
    on: ends.size > 1 ? 'always' : ends.has('success') ? 'success' : 'failure',
    steps: planned.filter((step) => workOf(step.action) === work).map((step) => step.name),
    isOpen: waiting.some((step) => workOf(step.action) === work),
  };
};

const remarks = ({ work, on, states, steps }: Met, fanIn: PlannedStep['fanIn']): string[] => [
  ...(on === 'success' ? [] : [`${work} ${states.join(' or ')} is \`${on}\` here, which ${MEANS[on]}`]),
  ...(fanIn === 'all' && steps.length > 1 ? [`${work} runs in ${steps.length} steps: this waits for ${steps[0]}`] : []),
];

const MEANS = {
  failure: 'FAILED, TIMED_OUT and STOPPED all meet',
  always: 'any end meets, a skip too',
} as const;
