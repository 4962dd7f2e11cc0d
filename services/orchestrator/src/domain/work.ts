import type { StepDefinition, StepKind } from '@glue-relay/shared/pipeline/step-definition';
import { startArgumentsOf } from './arguments';
import type { Run } from './run';
import { definitionOf, triesOf } from './run';

/** An attempt of a step of one kind, as work outside: what its kind needs to start, find and stop it. */
interface WorkOf<Kind extends StepKind> {
  readonly kind: Kind;
  readonly definition: Extract<StepDefinition, { readonly kind: Kind }>;
  readonly runId: string;
  readonly pipeline: string;
  readonly bucket: string;
  readonly attempt: number;
  /** What a job gets. */
  readonly arguments: Readonly<Record<string, string>>;
  /** The number of the latest attempt of each step that began. */
  readonly attempts: Readonly<Record<string, number>>;
}

/** Work of any of some kinds. */
export type Work<Kinds extends StepKind = StepKind> = { [Kind in Kinds]: WorkOf<Kind> }[Kinds];

/** The attempt of the run's step as work for its kind. */
export const workOf = (run: Run, step: string, attempt: number): Work => {
  const common = {
    runId: run.runId,
    pipeline: run.definition.pipeline,
    bucket: run.dataset.bucket,
    attempt,
    arguments: startArgumentsOf(run, step, attempt),
    attempts: Object.fromEntries(Object.keys(run.tries).map((name) => [name, triesOf(run, name).attempts])),
  };
  const definition = definitionOf(run, step);
  switch (definition.kind) {
    case 'glue-job':
      return { ...common, kind: definition.kind, definition };
    case 'crawler':
      return { ...common, kind: definition.kind, definition };
    case 'gate':
      return { ...common, kind: definition.kind, definition };
  }
};
