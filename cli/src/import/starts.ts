import { scheduleSchema } from '@glue-relay/shared/pipeline/schedule';
import type { GlueTrigger } from './export-schema';
import type { Noted } from './notes';
import { onWhole } from './notes';

/** How runs begin, as fields of pipeline.yml. */
interface Starts {
  readonly schedule?: { readonly at: string; readonly input: 'none'; readonly enabled?: false };
  readonly batch?: { readonly files: number; readonly seconds: number };
}

const MOST_FILES = 100;
const MOST_SECONDS = 86_400;
/** Glue's own where a trigger names none. */
const DEFAULT_WINDOW_SECONDS = 900;

/** Reads the triggers that begin a run. */
export const startsOf = (triggers: readonly GlueTrigger[]): Noted<Starts> => {
  const [scheduled, ...more] = triggers.filter(({ Type }) => Type === 'SCHEDULED');
  const event = triggers.find(({ Type }) => Type === 'EVENT');
  const schedule = scheduled ? scheduleOf(scheduled) : { value: {}, notes: [] };
  const batch = event ? batchOf(event) : { value: {}, notes: [] };
  return {
    value: { ...schedule.value, ...batch.value },
    notes: [
      ...schedule.notes,
      ...more.map(({ Name, Schedule }) => onWhole(`trigger ${Name} (${Schedule}) is left out: a pipeline has one schedule`)),
      ...batch.notes,
    ],
  };
};

const scheduleOf = ({ Name, Schedule: at = '', State }: GlueTrigger): Noted<Starts> => {
  if (!scheduleSchema.safeParse({ at }).success)
    return {
      value: {},
      notes: [onWhole(`the schedule of trigger ${Name}, "${at}", cannot be read: write \`schedule\` by hand`)],
    };
  const enabled = State === 'ACTIVATED' ? {} : { enabled: false as const };
  return {
    value: { schedule: { at, input: 'none', ...enabled } },
    notes: [
      onWhole(
        'scheduled runs are about no file, as in Glue; `input: latest` would be about the newest. While a run is active they are skipped',
      ),
      ...('enabled' in enabled ? [onWhole(`trigger ${Name} is ${State}: the schedule is not enabled`)] : []),
    ],
  };
};

const batchOf = ({ Name, EventBatchingCondition: batching }: GlueTrigger): Noted<Starts> => {
  const notes = [
    onWhole(`trigger ${Name} waits for events, whose rule is not in the export: have \`input.prefix\` name where its files come`),
  ];
  if (!batching || batching.BatchSize < 2) return { value: {}, notes };
  const files = Math.min(batching.BatchSize, MOST_FILES);
  const seconds = Math.min(batching.BatchWindow ?? DEFAULT_WINDOW_SECONDS, MOST_SECONDS);
  const cut = files < batching.BatchSize ? [onWhole(`a batch has ${MOST_FILES} files at most, not ${batching.BatchSize}`)] : [];
  return { value: { batch: { files, seconds } }, notes: [...notes, ...cut] };
};
