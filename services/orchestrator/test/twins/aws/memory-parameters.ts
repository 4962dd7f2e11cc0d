import { GetParameterCommand, GetParametersByPathCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';

/** Parameters of SSM in memory, a page at a time. */
export const memoryParameters = (values: ReadonlyMap<string, string>): Answer =>
  answering(
    on(GetParameterCommand, ({ Name = '' }) => {
      const Value = values.get(Name);
      if (Value === undefined) throw new ParameterNotFound({ message: `There is no ${Name}`, $metadata: {} });
      return { Parameter: { Name, Value } };
    }),
    on(GetParametersByPathCommand, ({ Path = '', NextToken, MaxResults = MOST_RESULTS }) => {
      const under = [...values].filter(([name]) => name.startsWith(Path)).sort(([one], [other]) => (one < other ? -1 : 1));
      const start = Number(NextToken ?? 0);
      const Parameters = under.slice(start, start + MaxResults).map(([Name, Value]) => ({ Name, Value }));
      return start + MaxResults < under.length ? { Parameters, NextToken: String(start + MaxResults) } : { Parameters };
    }),
  );

/** Source: docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
const MOST_RESULTS = 10;
