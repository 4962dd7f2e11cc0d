import type { PutEventsCommandInput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EventBridgeServiceException, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';
import type { EventPattern } from './event-pattern';
import { matches } from './event-pattern';

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly time: string;
  readonly account: string;
  readonly region: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** A rule of a bus; `target` is a name that the deliverer knows. */
export interface BusRule {
  readonly bus: string;
  readonly pattern: EventPattern;
  readonly target: string;
}

/** EventBridge in memory: matches what is put against the rules and gives it to whoever delivers. */
export interface MemoryBus {
  readonly answer: Answer;
  /** An event of an AWS service or of another stack. */
  readonly put: (bus: string, event: Pick<BusEvent, 'source' | 'detail-type' | 'detail'>) => void;
}

export interface BusOptions {
  readonly clock: () => number;
  readonly rules: readonly BusRule[];
  readonly deliver: (target: string, event: BusEvent) => void;
  /** Entries that the service refuses although the call succeeds. */
  readonly refuses?: () => boolean;
  /** Told of each entry that is asked to be put, with its detail, and whether it was taken. */
  readonly onEntry?: (entry: PutEventsRequestEntry, detail: unknown, taken: boolean) => void;
}

const MOST_ENTRIES = 10;

export const memoryBus = ({ clock, rules, deliver, refuses = () => false, onEntry = () => {} }: BusOptions): MemoryBus => {
  let count = 0;
  const put: MemoryBus['put'] = (bus, given) => {
    count += 1;
    const event: BusEvent = {
      version: '0',
      id: `event-${count}`,
      time: `${new Date(clock()).toISOString().slice(0, 'YYYY-MM-DDTHH:mm:ss'.length)}Z`,
      account: '000000000000',
      region: 'us-east-1',
      resources: [],
      source: given.source,
      'detail-type': given['detail-type'],
      detail: given.detail,
    };
    for (const rule of rules) if (rule.bus === bus && matches(rule.pattern, event)) deliver(rule.target, event);
  };
  const putOne = (entry: PutEventsRequestEntry): object => {
    const { EventBusName = 'default', Source = '', DetailType = '', Detail = '{}' } = entry;
    const detail: unknown = JSON.parse(Detail);
    const taken = !refuses();
    onEntry(entry, detail, taken);
    if (!taken) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
    put(EventBusName, { source: Source, 'detail-type': DetailType, detail });
    return { EventId: `event-${count}` };
  };
  const putEvents = ({ Entries = [] }: PutEventsCommandInput): object => {
    if (Entries.length < 1 || Entries.length > MOST_ENTRIES) {
      const message = 'Member must have length less than or equal to 10';
      throw new EventBridgeServiceException({ name: 'ValidationException', $fault: 'client', message, $metadata: {} });
    }
    const answers = Entries.map(putOne);
    return { FailedEntryCount: answers.filter((one) => 'ErrorCode' in one).length, Entries: answers };
  };
  return { answer: answering(on(PutEventsCommand, putEvents)), put };
};
