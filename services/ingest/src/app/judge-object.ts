import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { quarantineEntryOf, RELEASE_METADATA } from '@glue-relay/shared/quarantine';
import { admit, judgeTable, judgeUnfit } from '../domain/judge';
import { placeOf } from '../domain/place';
import { noPipeline, outsideRaw } from '../domain/routing';
import type { Sniffed } from '../domain/sniff';
import { emptyFile, endlessLine, sniff } from '../domain/sniff';
import type { Verdict } from '../domain/verdict';
import { rejected } from '../domain/verdict';
import { unpack, WINDOW_BYTES } from '../domain/window';
import type { IntakePorts, ObjectFacts, ObjectReference } from '../ports';

type JudgePorts = Pick<IntakePorts, 'listPipelines' | 'readStart' | 'readRelease'>;

/** Judges an object that is there; undefined where it goes away meanwhile. Reads no more than the start of it. */
export const judgeObject = async (
  ports: JudgePorts,
  object: ObjectReference,
  facts: ObjectFacts,
): Promise<Verdict | undefined> => {
  const { key } = object;
  if (placeOf(key, facts.size) === 'outside-raw') return rejected(null, outsideRaw(key));
  const pipelines = await ports.listPipelines();
  const wanted = await judgeReleased(ports, object, facts, pipelines);
  if (wanted) return wanted;
  const [first, ...others] = candidatesFor(key, pipelines.values());
  if (!first) return rejected(null, noPipeline(key, pipelines.values()));
  return judgeContent(ports, object, facts, [first, ...others]);
};

/**
 * What somebody wants to run although it was rejected. Only a record in the quarantine says so, and only of the key and size
 * that it names: metadata alone, which everybody who drops a file may set, gets nothing past the checks.
 */
const judgeReleased = async (
  ports: JudgePorts,
  { bucket, key }: ObjectReference,
  { size, metadata }: ObjectFacts,
  pipelines: ReadonlyMap<string, PipelineDefinition>,
): Promise<Verdict | undefined> => {
  const recordKey = metadata[RELEASE_METADATA];
  if (recordKey === undefined || quarantineEntryOf(recordKey)?.kind !== 'release') return undefined;
  const release = await ports.readRelease(bucket, recordKey);
  if (release?.how !== 'accept' || release.key !== key || release.size !== size) return undefined;
  const definition = pipelines.get(release.pipeline ?? '');
  const { runId: rejectedRunId, reason, requestedBy } = release;
  return definition && admit({ key, size, metadata }, definition, { rejectedRunId, reason, requestedBy });
};

const judgeContent = async (
  ports: Pick<IntakePorts, 'readStart'>,
  object: ObjectReference,
  facts: ObjectFacts,
  candidates: readonly [PipelineDefinition, ...PipelineDefinition[]],
): Promise<Verdict | undefined> => {
  if (facts.size === 0) return judgeUnfit(candidates, emptyFile(object.key));
  for (const length of WINDOW_BYTES) {
    const bytes = await ports.readStart(object, length);
    if (!bytes) return undefined;
    const sniffed = await sniffBytes(object.key, { bytes, whole: bytes.length >= facts.size });
    switch (sniffed.kind) {
      case 'table':
        return judgeTable({ key: object.key, ...facts }, sniffed, candidates);
      case 'unfit':
        return judgeUnfit(candidates, sniffed.fault);
      case 'need-more':
    }
  }
  return judgeUnfit(candidates, endlessLine(object.key, WINDOW_BYTES[WINDOW_BYTES.length - 1] ?? 0));
};

const sniffBytes = async (key: string, packed: { bytes: Uint8Array; whole: boolean }): Promise<Sniffed> => {
  const window = await unpack(key, packed);
  return 'reason' in window ? { kind: 'unfit', fault: window } : sniff(key, window);
};
