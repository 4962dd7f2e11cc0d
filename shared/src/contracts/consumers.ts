import { EVENTS } from '../events/every-event';

/** Which events each service parses, by detail-type. A test holds this against the rules that services deploy. */
export const CONSUMERS: Readonly<Record<string, readonly string[]>> = {
  ingest: ['Dataset Rejected', 'Republish Requested'],
  orchestrator: [
    'Dataset Accepted',
    'Run Command',
    'Run State Change',
    'Pipeline Alert',
    'Champion Decided',
    'Republish Requested',
  ],
  metrics: ['Step Reported', 'Run State Change', 'Step State Change', 'Dataset Rejected', 'Republish Requested'],
  status: EVENTS.filter(({ source }) => source.startsWith('relay.') && source !== 'relay.command').map(
    ({ detailType }) => detailType,
  ),
};

/** File of a contract, from the root: what one consumer's deployed code accepts of one event. */
export const contractFile = (detailType: string, consumer: string): string =>
  `shared/contracts/${detailType.toLowerCase().replaceAll(' ', '-')}/${consumer}.json`;
