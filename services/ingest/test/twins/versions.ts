import { createHash } from 'node:crypto';
import type { Sidecar } from '@glue-relay/shared/quarantine';
import type { QuarantineStore } from '../../src/quarantine-ports';

interface Version {
  readonly versionId: string;
  readonly bytes: Uint8Array;
}

/** A versioned bucket in memory, the newest version of a key last. */
export const memoryVersions = () => {
  const held = new Map<string, Version[]>();
  let written = 0;
  const put = (key: string, bytes: Uint8Array): string => {
    written += 1;
    const versionId = `v${written}`;
    held.set(key, [...(held.get(key) ?? []), { versionId, bytes }]);
    return versionId;
  };
  const find = (key: string, versionId: string | null): Version | undefined =>
    versionId === null ? held.get(key)?.at(-1) : held.get(key)?.find((version) => version.versionId === versionId);
  const text = (key: string): string | undefined => {
    const found = find(key, null);
    return found && Buffer.from(found.bytes).toString();
  };
  const store: QuarantineStore = {
    contentOf: async ({ key, versionId }) => {
      const found = find(key, versionId);
      const etag = found ? createHash('md5').update(found.bytes).digest('hex') : null;
      return found && { size: found.bytes.length, etag, checksums: {} };
    },
    copy: async ({ key, versionId }, toKey) => {
      const found = find(key, versionId);
      if (!found) throw new Error(`no ${key}`);
      put(toKey, found.bytes);
    },
    writeSidecar: async (_bucket: string, key: string, sidecar: Sidecar) => {
      put(key, Buffer.from(JSON.stringify(sidecar)));
    },
    remove: async ({ key, versionId }) => {
      held.set(
        key,
        (held.get(key) ?? []).filter((version) => version.versionId !== versionId),
      );
    },
  };
  return { store, put, text, versionsOf: (key: string) => (held.get(key) ?? []).map(({ versionId }) => versionId) };
};
