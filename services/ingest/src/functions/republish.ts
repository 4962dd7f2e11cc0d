import { republishHandler } from '@glue-relay/shared/republish/handler';
import { outcomeEventsOf } from '../app/republish-outcomes';

export const handler = republishHandler('ingest', outcomeEventsOf);
