import { wakeHandler } from './handlers/on-wake';
import { observed } from './observability';
import { enginePorts } from './ports';

export const handler = wakeHandler(observed, enginePorts());
