import * as z from 'zod';

/**
 * What `aws glue get-workflow --include-graph`, `get-triggers`, `get-jobs` and `get-crawlers` print, as far as it is used.
 * Source: docs.aws.amazon.com/glue/latest/webapi/API_Trigger.html and the pages beside it
 */
const actionSchema = z.object({
  JobName: z.string().optional(),
  CrawlerName: z.string().optional(),
  Arguments: z.record(z.string(), z.string()).default({}),
  Timeout: z.number().optional(),
});
export type GlueAction = z.infer<typeof actionSchema>;

const conditionSchema = z.object({
  JobName: z.string().optional(),
  State: z.string().optional(),
  CrawlerName: z.string().optional(),
  CrawlState: z.string().optional(),
});
export type GlueCondition = z.infer<typeof conditionSchema>;

const triggerSchema = z.object({
  Name: z.string(),
  WorkflowName: z.string().optional(),
  Type: z.enum(['SCHEDULED', 'CONDITIONAL', 'ON_DEMAND', 'EVENT']),
  State: z.string().default('ACTIVATED'),
  Schedule: z.string().optional(),
  Actions: z.array(actionSchema).default([]),
  Predicate: z
    .object({ Logical: z.enum(['AND', 'ANY']).default('AND'), Conditions: z.array(conditionSchema).default([]) })
    .optional(),
  EventBatchingCondition: z.object({ BatchSize: z.number(), BatchWindow: z.number().optional() }).optional(),
});
export type GlueTrigger = z.infer<typeof triggerSchema>;

const jobSchema = z.object({
  Name: z.string(),
  Command: z.object({ Name: z.string().default('glueetl'), ScriptLocation: z.string().optional() }).optional(),
  DefaultArguments: z.record(z.string(), z.string()).default({}),
  GlueVersion: z.string().optional(),
  WorkerType: z.string().optional(),
  NumberOfWorkers: z.number().optional(),
  ExecutionClass: z.string().optional(),
  Timeout: z.number().optional(),
  MaxRetries: z.number().optional(),
});
export type GlueJob = z.infer<typeof jobSchema>;

const crawlerSchema = z.object({
  Name: z.string(),
  DatabaseName: z.string().optional(),
  Targets: z.record(z.string(), z.array(z.looseObject({ Path: z.string().optional() }))).default({}),
  Schedule: z.object({ ScheduleExpression: z.string().optional() }).optional(),
});
export type GlueCrawler = z.infer<typeof crawlerSchema>;

const graphSchema = z.object({
  Nodes: z.array(z.object({ TriggerDetails: z.object({ Trigger: triggerSchema.optional() }).optional() })).default([]),
});

/** The four answers in one document; triggers may stand in the workflow's graph instead. */
export const glueExportSchema = z.object({
  Workflow: z
    .object({
      Name: z.string(),
      DefaultRunProperties: z.record(z.string(), z.string()).default({}),
      MaxConcurrentRuns: z.number().optional(),
      Graph: graphSchema.optional(),
    })
    .optional(),
  Triggers: z.array(triggerSchema).optional(),
  Jobs: z.array(jobSchema).default([]),
  Crawlers: z.array(crawlerSchema).default([]),
});
export type GlueExport = z.infer<typeof glueExportSchema>;

/** The triggers that belong to the workflow; all of them where the export names none. */
export const triggersOf = ({ Workflow, Triggers }: GlueExport): GlueTrigger[] => {
  const listed = Triggers ?? [];
  if (!Workflow) return listed;
  const own = listed.filter(({ WorkflowName }) => WorkflowName === Workflow.Name);
  const drawn = (Workflow.Graph?.Nodes ?? []).flatMap(({ TriggerDetails }) => TriggerDetails?.Trigger ?? []);
  return own.length > 0 ? own : drawn;
};
