import { glueEventHandler } from './handlers/on-glue-event';
import { observed } from './observability';
import { enginePorts } from './ports';

export const handler = glueEventHandler(observed, enginePorts());
