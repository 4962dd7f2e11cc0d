import { outputPrefixOf } from '@glue-relay/shared/pipeline/names';
import * as z from 'zod';
import type { Series, SeriesIndex } from '../domain/series';
import { seriesFileSchema, seriesIndexSchema } from '../domain/series';
import type { QueryPorts } from '../ports';
import { findHeadOrBatch } from './find-head';

/** What a look for series came to; `unreadable` says what is wrong with the object that a job wrote. */
export type SeriesAnswer<Found> =
  | { readonly outcome: 'found'; readonly found: Found }
  | { readonly outcome: 'unknown-run' }
  | { readonly outcome: 'no-series' }
  | { readonly outcome: 'unreadable'; readonly detail: string };

type SeriesPorts = Pick<QueryPorts, 'readModel' | 'readPrediction'>;

/** Which series the run wrote. */
export const findSeriesIndex = (ports: SeriesPorts, runId: string): Promise<SeriesAnswer<SeriesIndex>> =>
  findObject(ports, runId, 'index', seriesIndexSchema);

/** One series of the run, from the file that the index names. */
export const findSeries = async (ports: SeriesPorts, runId: string, seriesId: string): Promise<SeriesAnswer<Series>> => {
  const index = await findSeriesIndex(ports, runId);
  if (index.outcome !== 'found') return index;
  const entry = index.found.series.find((one) => one.seriesId === seriesId);
  if (!entry) return { outcome: 'no-series' };
  const file = await findObject(ports, runId, entry.file, seriesFileSchema);
  if (file.outcome !== 'found') return file;
  const found = file.found.series.find((one) => one.seriesId === seriesId);
  return found
    ? { outcome: 'found', found }
    : { outcome: 'unreadable', detail: `series/${entry.file}.json has no series ${seriesId}, though the index says so.` };
};

const findObject = async <Found>(
  { readModel, readPrediction }: SeriesPorts,
  askedFor: string,
  name: string,
  schema: z.ZodType<Found>,
): Promise<SeriesAnswer<Found>> => {
  const head = await findHeadOrBatch(readModel, askedFor);
  if (head === undefined) return { outcome: 'unknown-run' };
  const { pipeline, runId } = head.event;
  if (pipeline === null) return { outcome: 'no-series' };
  const key = `${outputPrefixOf('predictions', pipeline, runId)}series/${name}.json`;
  const text = await readPrediction(key);
  if (text === undefined) return { outcome: 'no-series' };
  if (text === 'too-large') return { outcome: 'unreadable', detail: `${key} is larger than what is read, 1 MiB.` };
  const parsed = z.string().transform(jsonOf).pipe(schema).safeParse(text);
  return parsed.success
    ? { outcome: 'found', found: parsed.data }
    : { outcome: 'unreadable', detail: `${key}: ${z.prettifyError(parsed.error)}` };
};

const jsonOf = (text: string, context: z.core.$RefinementCtx<string>): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
};
