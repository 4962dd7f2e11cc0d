import { isEvent, parseEvent, UnexpectedEventError } from '../src/events/define-event';
import { EVENTS } from '../src/events/every-event';

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
    expect(parseEvent(event, received(event)).detail).toEqual(event.example);
  });

  it('may carry fields that a consumer does not know', () => {
    expect(parseEvent(event, received(event, { ...event.example, added: 'later' })).detail).toEqual(event.example);
  });

  it('is refused without its required fields, naming them', () => {
    const [field] = Object.keys(event.example);
    expect(() => parseEvent(event, received(event, {}))).toThrow(UnexpectedEventError);
    expect(() => parseEvent(event, received(event, {}))).toThrow(field as string);
  });

  it('is not taken for another event', () => {
    const others = EVENTS.filter((other) => other !== event);
    expect(isEvent(event, received(event))).toBe(true);
    expect(others.some((other) => isEvent(other, received(event)))).toBe(false);
  });
});

it('every event has its own name', () => {
  expect(new Set(EVENTS.map((event) => `${event.source}/${event.detailType}`)).size).toBe(EVENTS.length);
});
