import type { ExitCode } from './exit-code';
import { EXIT } from './exit-code';
import { isOver } from './follow';
import type { Run } from './status-api/schemas';

/** Exit code that tells a run: 1 where it ended without success, 0 where it succeeded or is still on its way. */
export const exitCodeOf = (run: Pick<Run, 'state'>): ExitCode =>
  isOver(run) && run.state !== 'SUCCEEDED' ? EXIT.failed : EXIT.ok;
