import type { AtRest } from './invariants';
import type { Books } from './storage';

/** An answer that is on record is the only one that its key was ever given, but for refusals before; and it is true. */
export const brokenAnswers = ({ books, answers }: AtRest): string[] =>
  books.commands().flatMap(({ key, answer }) => {
    const others = answers.filter((given) => given.key === key && given.answer !== JSON.stringify(answer));
    const untrue = answer.outcome === 'nothing-to-do' && /is (QUEUED|RUNNING)$/.test(answer.reason);
    return [
      ...others
        .filter((given) => JSON.parse(given.answer).outcome !== 'refused')
        .map((given) => `${key} was answered ${given.answer} too`),
      ...(untrue ? [`${key} was told that there is nothing to do, but ${answer.reason}`] : []),
    ];
  });

/** Every command that was done shows exactly once, and nothing shows that no command asked for. */
export const brokenCommands = (store: Books, accepted: readonly string[]): string[] => {
  const done = store.commands().filter(({ answer }) => answer.outcome === 'done');
  const of = (types: readonly string[], runId: string) =>
    done.filter(({ asked, answer }) => types.includes(JSON.parse(asked)[0]) && answer.runId === runId).length;
  return store.runs().flatMap((run) => {
    const redrives = of(['redrive'], run.runId);
    const starts = of(['start', 'scheduled-start'], run.runId);
    const entries = store.journalOf(run.runId).flatMap((entry) => (entry.kind === 'run' ? [entry] : []));
    const cancels = entries.filter(
      ({ cause, event }) =>
        cause.type === 'command' && event.error?.startsWith('cancelled by ana') && event.state !== event.previousState,
    );
    const begun = entries.filter(({ event }) => event.state === 'RUNNING' && event.error?.startsWith('cancelled by ana'));
    const cancelled = of(['cancel'], run.runId);
    return [
      ...(run.redrives === redrives ? [] : [`${run.runId} has ${run.redrives} redrives after ${redrives} commands`]),
      ...(starts === (accepted.includes(run.runId) ? 0 : 1) ? [] : [`${run.runId} has ${starts} starts`]),
      ...(cancelled <= begun.length + cancels.length ? [] : [`${run.runId} does not show ${cancelled} cancels`]),
      ...(cancelled > 0 && run.redrives === 0 && run.status.state !== 'CANCELLED' ? [`${run.runId} was not cancelled`] : []),
    ];
  });
};
