import { acceptCommand } from '@glue-relay/shared/accept-command';
import type { Run, Step } from '../api/types';

/** What went wrong with a run and what can be done; commands are for a terminal in the clone. */
export interface Trouble {
  readonly what: string;
  readonly remedy: string;
  readonly commands: readonly string[];
}

/** Null where nothing went wrong. */
export const troubleOf = (run: Run): Trouble | null => {
  if (run.rejection) {
    const { message, remedy, quarantineKey } = run.rejection;
    return { what: message, remedy, commands: quarantineKey === null ? [] : quarantineCommands(run) };
  }
  if (run.error === null) return null;
  const failed = run.steps.find(({ state }) => state === 'FAILED' || state === 'TIMED_OUT');
  switch (run.state) {
    case 'FAILED':
    case 'TIMED_OUT':
      return {
        what: run.error,
        remedy: failed ? remedyOf(failed) : 'Take the run up again when the cause is gone.',
        commands: [...(failed?.logs ? [logsCommand(run, failed)] : []), redriveCommand(run, failed)],
      };
    case 'CANCELLED':
      return {
        what: run.error,
        remedy: 'Take the run up again if it was ended by mistake.',
        commands: [redriveCommand(run, undefined)],
      };
    case 'SKIPPED':
    case 'SUPERSEDED':
      return { what: run.error, remedy: 'There is nothing to do: a newer run has the say.', commands: [] };
    default:
      return { what: run.error, remedy: '', commands: [] };
  }
};

const remedyOf = ({ kind, step }: Step): string => {
  switch (kind) {
    case 'glue-job':
      return `Read what ${step} printed. If its data is at fault, drop a corrected file; if the cause is gone, take the run up again from this step.`;
    case 'crawler':
      return `Look at the crawler of ${step} in the Glue console. When the cause is gone, take the run up again from this step.`;
    case 'gate':
      return `${step} lets a run on by the decision about its model. Approve the model if it is fit, then take the run up again from this step.`;
  }
};

/** The command that prints what a step's latest attempt printed. */
export const logsCommand = ({ runId }: { readonly runId: string }, { step }: Pick<Step, 'step'>): string =>
  `npx relay logs ${runId} ${step}`;

/** To judge the file anew, after the pipeline was mended, or to run it as it is. */
const quarantineCommands = (run: Run): string[] => [`npx relay quarantine replay ${run.runId}`, `npx ${acceptCommand(run)}`];

const redriveCommand = ({ runId }: Run, failed: Step | undefined): string =>
  `npx relay redrive ${runId}${failed ? ` --from ${failed.step}` : ''} --wait`;
