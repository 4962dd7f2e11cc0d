import type { GlueExport } from './export-schema';
import type { Noted } from './notes';
import { onWhole } from './notes';
import type { PlannedStep } from './planned-step';

const PARAMETER_NAME = /^[a-z][a-z0-9_]{0,31}$/;
const SECRET = /pass|secret|token|credential|api_?key/i;
/** Arguments of Glue itself, which the deploy sets. Source: docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html */
const OF_GLUE =
  /^(job-.*|class|extra-.*|TempDir|enable-.*|additional-python-modules|python-modules-.*|conf|datalake-formats|spark-event-logs-path|continuous-log-.*|customer-.*|user-jars-first|scriptLocation|auto-scale-within-microbatch|executor-cores)$/;
/** Arguments that every job here gets from the platform. */
const OF_PLATFORM: ReadonlySet<string> = new Set([
  'pipeline',
  'input',
  'output_root',
  'relay_run_id',
  'relay_step',
  'relay_attempt',
]);

interface Given {
  readonly name: string;
  readonly text: string;
  readonly by: string;
}

/** Run parameters made of the jobs' own arguments and the workflow's default run properties: every job gets all of them. */
export const parametersOf = ({ Workflow, Jobs }: GlueExport, steps: readonly PlannedStep[]): Noted<Record<string, object>> => {
  const given: Given[] = [
    ...Object.entries(Workflow?.DefaultRunProperties ?? {}).map(([name, text]) => ({ name, text, by: 'the workflow' })),
    ...steps.flatMap(({ action }) => {
      const job = Jobs.find(({ Name }) => Name === action.JobName);
      const all = { ...job?.DefaultArguments, ...action.Arguments };
      return Object.entries(all).map(([name, text]) => ({ name: name.replace(/^--/, ''), text, by: action.JobName ?? '' }));
    }),
  ].filter(({ name }) => !OF_GLUE.test(name));
  const names = [...new Set(given.map(({ name }) => name))];
  const read = names.map((name) =>
    parameterOf(
      name,
      given.filter((one) => one.name === name),
    ),
  );
  return {
    value: Object.fromEntries(read.flatMap(({ value }) => (value ? [value] : []))),
    notes: [
      ...read.flatMap(({ notes }) => notes),
      ...(Object.keys(Workflow?.DefaultRunProperties ?? {}).length > 0
        ? [
            onWhole(
              'default run properties are run parameters here: jobs read them as arguments, not by get_workflow_run_properties',
            ),
          ]
        : []),
    ],
  };
};

const parameterOf = (name: string, given: readonly Given[]): Noted<[string, object] | null> => {
  const by = [...new Set(given.map((one) => one.by))].join(', ');
  const [first] = given;
  const leave = (why: string) => ({ value: null, notes: [onWhole(`argument ${name} of ${by} is left out: ${why}`)] });
  if (OF_PLATFORM.has(name)) return leave('jobs get one of this name from the platform');
  if (SECRET.test(name)) return leave('it looks like a secret; let the job read it from Secrets Manager');
  if (!PARAMETER_NAME.test(name) || !first)
    return leave('parameters have lower-case letters, digits and "_"; rename it in the script');
  const notes =
    new Set(given.map(({ text }) => text)).size > 1
      ? [onWhole(`argument ${name} has several values (${by}): the first is the default here`)]
      : [];
  return { value: [name, { type: 'string', default: first.text, description: `Argument of ${by}.` }], notes };
};
