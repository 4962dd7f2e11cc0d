import { republishHandler } from '@glue-relay/shared/republish/handler';
import { reportEventsOf } from '../app/republish-reports';

export const handler = republishHandler('metrics', reportEventsOf);
