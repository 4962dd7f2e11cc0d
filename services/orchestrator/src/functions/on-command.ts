import { commandPorts } from './command-ports';
import { commandHandler } from './handlers/on-command';
import { observed } from './observability';

export const handler = commandHandler(observed, commandPorts());
