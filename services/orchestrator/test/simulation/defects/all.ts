import { attemptDefects } from './attempts';
import { commandDefects } from './commands';
import { commitDefects } from './commits';
import type { Defect } from './defect';
import { deliveryDefects } from './deliveries';
import { kindDefects } from './kinds';
import { noticeDefects } from './notices';
import { queueDefects } from './queues';
import { scheduleDefects } from './schedules';
import { stepDefects } from './steps';

/** Each takes one of the engine's safeguards away; the simulation has to find every one of them. */
export const defects: readonly Defect[] = [
  ...commitDefects,
  ...attemptDefects,
  ...stepDefects,
  ...kindDefects,
  ...queueDefects,
  ...commandDefects,
  ...scheduleDefects,
  ...deliveryDefects,
  ...noticeDefects,
];
