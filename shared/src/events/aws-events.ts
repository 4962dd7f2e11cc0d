import * as z from 'zod';
import { defineEvent } from './define-event';

/**
 * S3's event through EventBridge. Keys come unencoded (unlike the classic notification). `version-id` is there on
 * versioned buckets only. Delivered at least once, in no order.
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreated = defineEvent({
  source: 'aws.s3',
  detailType: 'Object Created',
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().int().nonnegative().default(0),
      etag: z.string().optional(),
      'version-id': z.string().optional(),
      sequencer: z.string().optional(),
    }),
    reason: z.string().optional(),
  }),
  example: {
    bucket: { name: 'relay-data-local-000000000000' },
    object: {
      key: 'raw/train.csv',
      size: 17333449,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '617f08299329d189',
    },
    reason: 'PutObject',
  },
});
export type ObjectCreated = z.infer<typeof objectCreated.detail>;

/**
 * Glue's event at the end of a job run: best effort, may be lost or repeat, and carries no arguments.
 * Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html
 */
export const glueJobStateChange = defineEvent({
  source: 'aws.glue',
  detailType: 'Glue Job State Change',
  detail: z.object({
    jobName: z.string(),
    jobRunId: z.string(),
    state: z.string(),
    severity: z.string().optional(),
    message: z.string().optional(),
  }),
  example: {
    jobName: 'relay-local-demand-forecast-clean',
    jobRunId: 'jr_abcdef0123456789',
    state: 'SUCCEEDED',
    severity: 'INFO',
    message: 'Job run succeeded',
  },
});
export type GlueJobStateChange = z.infer<typeof glueJobStateChange.detail>;

/**
 * Glue's event at the start and the end of a crawl: best effort, may be lost or repeat, and carries no id of the crawl. What the
 * crawl changed is asked of Glue.
 * Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html
 */
export const glueCrawlerStateChange = defineEvent({
  source: 'aws.glue',
  detailType: 'Glue Crawler State Change',
  detail: z.object({ crawlerName: z.string(), state: z.string(), message: z.string().optional() }),
  example: { crawlerName: 'relay-local-bank-deposit-crawl-raw', state: 'Succeeded', message: 'Crawler Succeeded' },
});
export type GlueCrawlerStateChange = z.infer<typeof glueCrawlerStateChange.detail>;
