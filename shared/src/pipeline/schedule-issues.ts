import type { PipelineFile } from './file-schema';
import { resolveParameters } from './parameters';
import type { GraphIssue } from './step-graph';

/** What of a schedule does not fit the rest of its file: a key that the pipeline does not take, parameters that it has not. */
export const scheduleIssues = ({ schedule, input, parameters }: PipelineFile): GraphIssue[] => {
  if (!schedule) return [];
  const texts = Object.fromEntries(Object.entries(schedule.parameters).map(([name, value]) => [name, String(value)]));
  const declared = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, { ...parameter, choices: parameter.choices ?? null }]),
  );
  const resolved = resolveParameters(declared, texts);
  const key = typeof schedule.input === 'string' ? null : schedule.input.key;
  const isTaken = key === null || (key.startsWith(input.prefix) && input.suffix.some((suffix) => key.endsWith(suffix)));
  return [
    ...(resolved.ok ? [] : resolved.faults.map((message) => ({ path: ['schedule', 'parameters'], message }))),
    ...(isTaken
      ? []
      : [
          {
            path: ['schedule', 'input', 'key'],
            message: `expected a key under ${input.prefix} that ends in ${input.suffix.join(' or ')}, found "${key}"`,
          },
        ]),
  ];
};
