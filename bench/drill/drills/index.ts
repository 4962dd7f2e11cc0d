import type { Drill } from '../drill';
import { badDeploy, poisonedMessage, stuckRun, throttledAccount } from './faults';
import { lostTable } from './lost-table';
import { fullQueue, lostEvent, lostObject, serviceDown } from './outages';
import { removedService } from './removed-service';
import { restoredTable } from './restored-table';

/** Named as their runbooks in docs/operations.md. */
export const DRILLS: Readonly<Record<string, Drill>> = {
  'service-down': serviceDown,
  'full-queue': fullQueue,
  'lost-event': lostEvent,
  'lost-object': lostObject,
  'poisoned-message': poisonedMessage,
  'stuck-run': stuckRun,
  'throttled-account': throttledAccount,
  'bad-deploy': badDeploy,
  'lost-table': lostTable,
  'removed-service': removedService('orchestrator'),
  'restored-table': restoredTable,
};
