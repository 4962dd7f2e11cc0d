import type { Run } from '../status-api/schemas';
import { duration } from './format';

/** Tells each change of a run's steps once, as a plain line. */
export class StepLines {
  readonly #seen = new Map<string, string>();

  constructor(private readonly say: (line: string) => void) {}

  update(run: Run): void {
    for (const { step, state, seconds, attempts } of run.steps) {
      const seen = `${state} ${attempts}`;
      if (state === 'PENDING' || this.#seen.get(step) === seen) continue;
      this.#seen.set(step, seen);
      const again = (attempts ?? 0) > 1 ? `, attempt ${attempts}` : '';
      this.say(`  ${step}: ${state}${again}${seconds === null ? '' : ` (${duration(seconds)})`}`);
    }
  }
}
