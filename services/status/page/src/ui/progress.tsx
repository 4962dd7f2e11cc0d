import type { JSX } from 'preact';
import type { Run } from '../api/types';

/** How many steps of a run are done. */
export const ProgressMeter = ({ run: { progress } }: { readonly run: Pick<Run, 'progress'> }): JSX.Element => (
  <div
    class="meter"
    role="progressbar"
    aria-label="Steps done"
    aria-valuemin={0}
    aria-valuemax={progress.steps}
    aria-valuenow={progress.done}
  >
    <span style={{ width: `${progress.steps === 0 ? 0 : (100 * progress.done) / progress.steps}%` }} />
  </div>
);
