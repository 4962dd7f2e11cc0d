import { decidedHandler } from './handlers/on-champion-decided';
import { observed } from './observability';
import { enginePorts } from './ports';

export const handler = decidedHandler(observed, enginePorts());
