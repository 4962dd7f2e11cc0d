import { glueJobStateChange, objectCreated } from '../src/events/aws-events';
import { championDecided } from '../src/events/champion-decided';
import { datasetAccepted } from '../src/events/dataset-accepted';
import { datasetRejected } from '../src/events/dataset-rejected';
import { isEvent, parseEvent, UnexpectedEventError } from '../src/events/define-event';
import { driftFound } from '../src/events/drift-found';
import { modelEvaluated } from '../src/events/model-evaluated';
import { pipelineAlert } from '../src/events/pipeline-alert';
import { runCommand } from '../src/events/run-command';
import { runStateChange } from '../src/events/run-state-change';
import { stepReported } from '../src/events/step-reported';
import { stepStateChange } from '../src/events/step-state-change';

const EVENTS = [
  datasetAccepted,
  datasetRejected,
  runCommand,
  runStateChange,
  pipelineAlert,
  stepStateChange,
  stepReported,
  modelEvaluated,
  championDecided,
  driftFound,
  objectCreated,
  glueJobStateChange,
];

const received = (event: (typeof EVENTS)[number], detail: unknown = event.example) => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': event.detailType,
  source: event.source,
  account: '111122223333',
  time: '2026-11-12T00:00:00Z',
  region: 'eu-west-2',
  resources: [],
  detail,
});

describe.each(EVENTS.map((event) => [event.detailType, event] as const))('%s', (_name, event) => {
  it('has an example that its schema accepts unchanged', () => {
    expect(parseEvent(event as never, received(event)).detail).toEqual(event.example);
  });

  it('may carry fields that a consumer does not know', () => {
    expect(parseEvent(event as never, received(event, { ...event.example, added: 'later' })).detail).toEqual(event.example);
  });

  it('is refused without its required fields, naming them', () => {
    const [field] = Object.keys(event.example);
    expect(() => parseEvent(event as never, received(event, {}))).toThrow(UnexpectedEventError);
    expect(() => parseEvent(event as never, received(event, {}))).toThrow(field as string);
  });

  it('is not taken for another event', () => {
    const others = EVENTS.filter((other) => other !== event);
    expect(isEvent(event as never, received(event))).toBe(true);
    expect(others.some((other) => isEvent(other as never, received(event)))).toBe(false);
  });
});

it('every event has its own name', () => {
  expect(new Set(EVENTS.map((event) => `${event.source}/${event.detailType}`)).size).toBe(EVENTS.length);
});
