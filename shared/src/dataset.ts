import * as z from 'zod';

/** One version of one object in the data bucket: what a run is about. Size in bytes, times ISO 8601 in UTC. */
export const datasetSchema = z.object({
  bucket: z.string().min(1),
  key: z.string().min(1),
  /** Absent on a bucket without versioning. */
  versionId: z.string().nullable(),
  /** S3's order of writes to one key; absent where a listing, not an event, found the object. */
  sequencer: z.string().nullable(),
  etag: z.string().nullable(),
  size: z.number().int().nonnegative(),
  lastModified: z.iso.datetime(),
});
export type Dataset = z.infer<typeof datasetSchema>;

/** Value of a run parameter, as declared in pipeline.yml. */
export const parameterValueSchema = z.union([z.string(), z.number(), z.boolean()]);
export type ParameterValue = z.infer<typeof parameterValueSchema>;
export const parametersSchema = z.record(z.string(), parameterValueSchema);
export type Parameters = z.infer<typeof parametersSchema>;

export const exampleDataset: Dataset = {
  bucket: 'relay-data-local-000000000000',
  key: 'raw/train.csv',
  versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
  sequencer: '617f08299329d189',
  etag: 'b1946ac92492d2347c6235b4d2611184',
  size: 17333449,
  lastModified: '2026-11-12T00:00:00.000Z',
};
