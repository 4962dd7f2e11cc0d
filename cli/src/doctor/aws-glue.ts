import { GetCrawlerCommand, GetJobCommand, GlueClient } from '@aws-sdk/client-glue';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { clientSettings } from '../connection';
import { nullWhere } from './null-where';
import type { GlueQuotas, JobState, StagePorts } from './ports';

/** DPUs of a worker. Source: docs.aws.amazon.com/glue/latest/dg/worker-types.html */
const DPUS: Readonly<Record<string, number>> = { 'G.1X': 1, 'G.2X': 2, 'G.4X': 4, 'G.8X': 8 };

/** Glue's jobs and, on AWS, the account's limits on them. */
export const awsGlue = (
  settings: ReturnType<typeof clientSettings>,
  hasQuotas: boolean,
): Pick<StagePorts, 'job' | 'hasCrawler' | 'quotas'> => {
  const glue = new GlueClient(settings);
  return {
    job: (JobName) =>
      nullWhere(['EntityNotFoundException'], async (): Promise<JobState> => {
        const { Job } = await glue.send(new GetJobCommand({ JobName }));
        return {
          name: JobName,
          maxConcurrentRuns: Job?.ExecutionProperty?.MaxConcurrentRuns ?? 1,
          maxRetries: Job?.MaxRetries ?? 0,
          maxDpus: (Job?.NumberOfWorkers ?? 0) * (DPUS[Job?.WorkerType ?? ''] ?? 1),
          code: [Job?.Command?.ScriptLocation, Job?.DefaultArguments?.['--extra-py-files']].flatMap(keyOf),
        };
      }),
    hasCrawler: async (Name) =>
      (await nullWhere(['EntityNotFoundException'], () => glue.send(new GetCrawlerCommand({ Name })))) !== null,
    quotas: async () => (hasQuotas ? quotasOf(new ServiceQuotasClient(settings)) : null),
  };
};

const keyOf = (uri: string | undefined): string[] => {
  const key = /^s3:\/\/[^/]+\/(.+)$/.exec(uri ?? '')?.[1];
  return key === undefined ? [] : [key];
};

/** Named as Service Quotas lists them: docs.aws.amazon.com/general/latest/gr/glue.html#limits_glue */
const quotasOf = async (client: ServiceQuotasClient): Promise<GlueQuotas> => {
  const values = new Map<string, number>();
  for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode: 'glue' }))
    for (const { QuotaName, Value } of Quotas) if (QuotaName && Value !== undefined) values.set(QuotaName, Value);
  const named = (pattern: RegExp): number | null => [...values].find(([name]) => pattern.test(name))?.[1] ?? null;
  return { concurrentRuns: named(/max concurrent job runs per account/i), dpus: named(/max task dpus per account/i) };
};
