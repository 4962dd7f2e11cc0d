import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';

/** What a key says about an object: whether it is a drop at all, before anything is read. */
export type Place = 'raw' | 'outside-raw' | 'own-area' | 'folder-marker';

const FOLDER_MARKER = /(?:\/|_\$folder\$)$/;

/** Own areas come first: what we and our jobs write there is never a drop, whatever it is called. */
export const placeOf = (key: string, size: number): Place => {
  if (OWN_AREAS.some((area) => key.startsWith(area))) return 'own-area';
  if (size === 0 && FOLDER_MARKER.test(key)) return 'folder-marker';
  return key.startsWith('raw/') ? 'raw' : 'outside-raw';
};

/**
 * Ways to read the key of an event, the likeliest first: as given, then decoded. EventBridge's keys come unencoded,
 * and the classic notification's do not; one source was seen to mix them.
 */
export const keysToTry = (key: string): string[] => {
  const decoded = decode(key);
  return decoded === undefined || decoded === key ? [key] : [key, decoded];
};

const decode = (key: string): string | undefined => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
