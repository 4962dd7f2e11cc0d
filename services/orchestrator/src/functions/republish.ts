import { republishHandler } from '@glue-relay/shared/republish/handler';
import { journalEventsOf } from '../app/republish-journal';

export const handler = republishHandler('orchestrator', journalEventsOf);
