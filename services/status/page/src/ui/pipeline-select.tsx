import type { JSX } from 'preact';

/** A choice among pipelines, or all of them; one that is not in the list (any more) stays shown while it is chosen. */
export const PipelineSelect = ({
  pipelines,
  chosen,
  choose,
}: {
  readonly pipelines: readonly string[];
  readonly chosen: string;
  readonly choose: (pipeline: string) => void;
}): JSX.Element => (
  <label>
    Pipeline
    <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      <option value="">All</option>
      {[...new Set([...pipelines, ...(chosen === '' ? [] : [chosen])])].map((pipeline) => (
        <option key={pipeline} value={pipeline}>
          {pipeline}
        </option>
      ))}
    </select>
  </label>
);
