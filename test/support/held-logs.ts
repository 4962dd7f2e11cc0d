import { type CloudWatchLogsClient, paginateDescribeLogGroups, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

/** What no log line may hold whatever was dropped: a row of sales, and keys of sessions. */
const FORBIDDEN = [
  { what: 'a row of a data set', form: /\b\d{4}-\d{2}-\d{2},\d+,\d+,\d+(\.\d+)?\b/ },
  { what: 'an access key', form: /\bA[SK]IA[0-9A-Z]{16}\b/ },
];

/**
 * Looks at every log line that functions and jobs wrote in the journeys.
 *
 * @param rows - rows of the files that were dropped
 * @throws Error that names the log groups and what stands there, without the line
 */
export const holdLogs = async (client: CloudWatchLogsClient, rows: ReadonlySet<string>): Promise<void> => {
  const found = new Set<string>();
  let lines = 0;
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {}))
    for (const { logGroupName = '' } of logGroups)
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName }))
        for (const { message = '' } of events) {
          lines += 1;
          for (const { what, form } of FORBIDDEN) if (form.test(message)) found.add(`${logGroupName}: ${what}`);
          for (const row of rows) if (message.includes(row)) found.add(`${logGroupName}: a row of a dropped file`);
        }
  if (lines === 0) throw new Error('the journeys wrote no log line; nothing was looked at');
  console.log(`${lines} log lines were held against ${rows.size} dropped rows`);
  if (found.size > 0) throw new Error(`Logs hold what they must not:\n  ${[...found].join('\n  ')}`);
};
