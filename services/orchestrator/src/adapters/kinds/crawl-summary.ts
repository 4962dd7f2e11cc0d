import type { CrawlResult } from '@glue-relay/shared/step-result';
import * as z from 'zod';

const namesSchema = z.object({ names: z.array(z.unknown()) });
const changeSchema = z.object({ Count: z.coerce.number().int().nonnegative().optional(), Details: namesSchema.optional() });

/** Glue writes the summary of each kind of entity as JSON inside of JSON. */
const nested = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (typeof given === 'string' ? parsed(given) : given), schema);

const changesSchema = nested(
  z.object({ ADD: changeSchema.optional(), UPDATE: changeSchema.optional(), DELETE: changeSchema.optional() }),
);
const summarySchema = nested(z.object({ TABLE: changesSchema.optional(), PARTITION: changesSchema.optional() }));

/**
 * What a crawl changed, of `Summary` of ListCrawls:
 * `{"TABLE":"{\"ADD\":{\"Details\":{\"names\":[\"sales\"]},\"Count\":1}}","PARTITION":"{\"ADD\":{\"Count\":3}}"}`; what it does not name
 * did not change. A summary of another form says nothing of the crawl's success, so that it counts as no change.
 * Source: docs.aws.amazon.com/glue/latest/webapi/API_CrawlerHistory.html, which does not give the form
 */
export const crawlResultOf = (crawlId: string, summary: string | undefined): CrawlResult => {
  const { TABLE, PARTITION } = summarySchema.safeParse(summary ?? {}).data ?? {};
  return { kind: 'crawl', crawlId, tables: countsOf(TABLE), partitions: countsOf(PARTITION) };
};

const countsOf = (changes: z.infer<typeof changesSchema> | undefined): CrawlResult['tables'] => ({
  created: countOf(changes?.ADD),
  updated: countOf(changes?.UPDATE),
  deleted: countOf(changes?.DELETE),
});

const countOf = (change: z.infer<typeof changeSchema> | undefined): number => change?.Count ?? change?.Details?.names.length ?? 0;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
