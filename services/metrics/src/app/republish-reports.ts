import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import * as z from 'zod';

const itemSchema = z.looseObject({ sk: z.string() });
type Item = z.infer<typeof itemSchema>;

const reportSchema = z.object({ report: z.looseObject({}), writtenAt: z.string() });

/** Kinds of items that an event stands for, by how their sort key begins, each parsed by the event's contract. */
const EVENTS: Readonly<Record<string, (item: Item) => OutgoingEvent>> = {
  'REPORT#': (item) => {
    const { report, writtenAt } = reportSchema.parse(item);
    return outgoing(stepReported, stepReported.detail.parse({ ...report, recordedAt: writtenAt }));
  },
  'EVALUATION#': (item) => outgoing(modelEvaluated, modelEvaluated.detail.parse({ ...item, schemaVersion: 1 })),
  'DECISION#': ({ decision }) => outgoing(championDecided, championDecided.detail.parse(decision)),
  'DRIFT#': (item) => outgoing(driftFound, driftFound.detail.parse(item)),
};

/** The events of an item of the table; none of an item that no one is told of. */
export const reportEventsOf = (item: unknown): readonly OutgoingEvent[] => {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) return [];
  return Object.entries(EVENTS)
    .filter(([prefix]) => parsed.data.sk.startsWith(prefix))
    .map(([, eventOf]) => eventOf(parsed.data));
};
