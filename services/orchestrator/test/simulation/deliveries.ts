import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import type { World } from './world';

/** What holds of queues, stream and bus once the world has come to rest. */
export const brokenDeliveries = (world: World): string[] => [
  ...brokenPoison(world),
  ...brokenReports(world),
  ...brokenPublishing(world),
  ...brokenPointers(world),
];

/** What nobody can read ends among the dead letters, and leaves the queue to the others. */
const brokenPoison = ({ deployed, queues, poison }: World): string[] =>
  deployed.consumers.flatMap(({ queue }) => {
    const dead = queues.bodies(deployed.queues.get(queue)?.redrive?.to ?? '');
    const lost = (poison.get(queue) ?? []).filter((body) => !dead.includes(body));
    return [
      ...lost.map((body) => `${queue}: ${body} cannot be read and is no dead letter`),
      ...queues.bodies(queue).map((body) => `${queue} still has ${body}`),
    ];
  });

/** A batch gives back what cannot be read, and nothing else where nothing was made to go wrong. */
const brokenReports = ({ reports, poison }: World): string[] =>
  reports.flatMap(({ queue, messages, failed, invocation }) => {
    const unreadable = poison.get(queue) ?? [];
    return messages.flatMap(({ messageId, body }) => {
      const isBack = failed.includes(messageId);
      if (unreadable.includes(body)) return isBack ? [] : [`${queue}: ${body} was taken for done`];
      // A message to people that another is about to send has to come again, whatever went wrong where.
      return isBack && !invocation.disturbed && queue !== 'NotifyQueue'
        ? [`${queue}: ${body} was given back without reason`]
        : [];
    });
  });

type Change = Pick<RunStateChange | StepStateChange, 'runId' | 'sequence' | 'state' | 'at'>;

const OF_THE_JOURNAL: ReadonlySet<string | undefined> = new Set([runStateChange.detailType, stepStateChange.detailType]);

/** Every entry of every journal is said, in order and always in the same words, but for what the stream gave up. */
const brokenPublishing = ({ said, books, deployed, queues }: World): string[] => {
  const words = new Map<string, { readonly text: string | undefined; readonly change: Change }>();
  const heard = new Set<string>();
  const asked = new Map<string, number>();
  const broken: string[] = [];
  const isComplete = queues.bodies(deployed.stream.deadLetters).length === 0;
  for (const { entry, detail, taken } of said) {
    if (!OF_THE_JOURNAL.has(entry.DetailType)) continue;
    const change = detail as Change;
    const { runId, sequence } = change;
    const id = `${runId}#${sequence}`;
    if (taken) heard.add(id);
    const known = words.get(id);
    if (known && known.text !== entry.Detail) broken.push(`${id} was said in two ways`);
    if (!known && isComplete && sequence !== (asked.get(runId) ?? 0) + 1) broken.push(`${id} was said out of order`);
    if (known) continue;
    asked.set(runId, sequence);
    words.set(id, { text: entry.Detail, change });
  }
  for (const { runId } of books.runs()) {
    for (const { sequence, event } of books.journalOf(runId)) {
      const id = `${runId}#${sequence}`;
      const change = words.get(id)?.change;
      if (isComplete && !heard.has(id)) broken.push(`${id} did not reach the bus`);
      else if (change && (change.state !== event.state || change.at !== event.at))
        broken.push(`${id} was said otherwise than it is`);
    }
  }
  return broken;
};

/** `latest.json` only moves forward, and comes to rest at the newest run that succeeded. */
const brokenPointers = ({ pipelines, books, bucket, deployed, queues }: World): string[] => {
  const isComplete = queues.bodies(deployed.stream.deadLetters).length === 0;
  const succeeded = books.runs().filter(({ status }) => status.state === 'SUCCEEDED');
  return pipelines.flatMap((pipeline) => {
    const pointers = bucket.versions(`runs/${pipeline}/latest.json`).map(({ body }): string => JSON.parse(body ?? '{}').runId);
    const back = pointers.filter((runId, index) => index > 0 && runId <= (pointers[index - 1] ?? ''));
    const newest = succeeded
      .filter(({ definition }) => definition.pipeline === pipeline)
      .map(({ runId }) => runId)
      .sort()
      .at(-1);
    return [
      ...back.map((runId) => `latest.json of ${pipeline} went back to ${runId}`),
      ...(isComplete && pointers.at(-1) !== newest ? [`latest.json of ${pipeline} is at ${pointers.at(-1)}, not ${newest}`] : []),
    ];
  });
};
