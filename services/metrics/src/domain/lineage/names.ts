import { v5 } from 'uuid';
import type { Facet, JobName } from './openlineage';
import { facetOf } from './openlineage';

/** Where jobs of a stage are told from those of others. */
export const namespaceOf = (stage: string, { region, account }: { readonly region: string; readonly account: string }): string =>
  `relay-${stage}.${region}.${account}`;

type Job = JobName & { readonly facets: { readonly jobType: Facet } };

const jobOf = (namespace: string, name: string, jobType: string): Job => ({
  namespace,
  name,
  facets: { jobType: facetOf('JobTypeJobFacet', { processingType: 'BATCH', integration: 'GLUE_RELAY', jobType }) },
});

/** The job that each run of a pipeline is a run of. */
export const pipelineJobOf = (namespace: string, pipeline: string): Job => jobOf(namespace, pipeline, 'PIPELINE');

/** The job that each attempt of a step is a run of. */
export const stepJobOf = (namespace: string, pipeline: string, step: string): Job =>
  jobOf(namespace, `${pipeline}.${step}`, 'JOB');

/** The UUID (RFC 9562) under which names of this service become ids; made once at random. */
const IDS = '35d46187-4be0-48c1-a63e-0a58b854ef6f';

/**
 * The id of a run in OpenLineage, where a run ends once: a redrive is another. It is derived (UUID version 5), so that a repeat
 * says the same.
 */
export const runIdOf = (namespace: string, { runId, redrives }: { readonly runId: string; readonly redrives: number }): string =>
  v5(`${namespace}/run/${runId}/${redrives}`, IDS);

/** The id of an attempt of a step. */
export const attemptIdOf = (
  namespace: string,
  { runId, step, attempt }: { readonly runId: string; readonly step: string; readonly attempt: number },
): string => v5(`${namespace}/step/${runId}/${step}/${attempt}`, IDS);
