import type { GlueTrigger } from './export-schema';
import { freeNameOf } from './names';
import type { Note, Noted } from './notes';
import { onWhole } from './notes';
import type { OpenStep, PlannedStep } from './planned-step';
import { workOf } from './planned-step';
import type { Ready } from './resolve-conditions';
import { resolveConditions } from './resolve-conditions';

/**
 * The steps of a workflow. Glue starts a job once for each trigger that fires, so a job under two conditional triggers
 * becomes two steps. A step that can never start is left out, and said so.
 */
export const planSteps = (triggers: readonly GlueTrigger[]): Noted<PlannedStep[]> => {
  const { value: open, notes } = openSteps(triggers);
  const steps: PlannedStep[] = [];
  const told: Note[] = [...notes];
  for (let waiting = open; waiting.length > 0; ) {
    const next = firstReady(waiting, steps);
    if (!next) {
      told.push(...waiting.map((step) => onWhole(leftOut(step, whyNever(step, steps)))));
      break;
    }
    steps.push(next.planned);
    told.push(...next.notes);
    waiting = waiting.filter((step) => step.name !== next.planned.name);
  }
  return { value: steps, notes: told };
};

/** The first step whose conditions are all known; in a loop, the first that needs only some of them. */
const firstReady = (waiting: readonly OpenStep[], steps: readonly PlannedStep[]): Ready | undefined =>
  [waiting, []]
    .flatMap((mayCome) => waiting.map((step) => resolveConditions(step, steps, mayCome)))
    .find((resolved) => resolved.kind === 'ready');

const whyNever = (step: OpenStep, steps: readonly PlannedStep[]): string => {
  const resolved = resolveConditions(step, steps, []);
  return resolved.kind === 'never' ? resolved.reason : 'its conditions form a loop';
};

const leftOut = ({ action, trigger }: OpenStep, reason: string): string =>
  `${workOf(action)} under trigger ${trigger.Name} is left out: ${reason}`;

const openSteps = (triggers: readonly GlueTrigger[]): Noted<OpenStep[]> => {
  const steps: OpenStep[] = [];
  const notes: Note[] = [];
  for (const trigger of triggers) {
    const starts = trigger.Type !== 'CONDITIONAL';
    const actions = trigger.Actions.filter((action) => workOf(action) !== '');
    if (!starts && trigger.State !== 'ACTIVATED') {
      const works = actions.map(workOf).join(', ');
      notes.push(onWhole(`trigger ${trigger.Name} is ${trigger.State}, so that ${works} never starts: left out`));
      continue;
    }
    for (const action of actions) {
      const before = steps.filter((step) => workOf(step.action) === workOf(action));
      if (starts && before.some((step) => step.starts)) continue;
      const name = freeNameOf(workOf(action), new Set(steps.map((step) => step.name)));
      const [other] = before;
      if (other)
        notes.push({ about: name, text: `${workOf(action)} stands under two triggers: it runs as step ${other.name} and here` });
      steps.push({ name, action, trigger, starts });
    }
  }
  return { value: steps, notes };
};
