import * as z from 'zod';

const nameSchema = z.string().regex(/^[A-Za-z0-9._-]{1,120}$/);

const keysSchema = z.record(z.string(), z.string());
const valuesSchema = z.array(z.number().nullable()).max(10_000);

/** What a job writes as `series/index.json` below its predictions; openapi.yml documents it for authors of jobs. */
export const seriesIndexSchema = z.object({
  schemaVersion: z.literal(1),
  title: z.string(),
  dimensions: z.array(z.string()).min(1).max(5),
  series: z.array(z.object({ seriesId: nameSchema, keys: keysSchema, file: nameSchema })).max(5_000),
});
export type SeriesIndex = z.infer<typeof seriesIndexSchema>;

/** Forecast against actual of one series. */
export const seriesSchema = z.object({
  schemaVersion: z.literal(1),
  seriesId: nameSchema,
  keys: keysSchema,
  unit: z.string(),
  times: z.array(z.string()).max(10_000),
  actual: valuesSchema,
  forecasts: z
    .array(z.object({ model: z.string(), values: valuesSchema, lower: valuesSchema.nullable(), upper: valuesSchema.nullable() }))
    .max(10),
});
export type Series = z.infer<typeof seriesSchema>;

/** What a job writes as `series/<file>.json`: some series together, for an object each would take long to write. */
export const seriesFileSchema = z.object({ schemaVersion: z.literal(1), series: z.array(seriesSchema).min(1) });
