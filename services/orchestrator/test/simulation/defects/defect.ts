/** A deliberate defect: a piece of the engine's source, as it stands there exactly once, and what is put in its place. */
export interface Defect {
  readonly name: string;
  /** Below services/orchestrator/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Only schedules with the real adapters can show it. */
  readonly adapters?: true;
}
