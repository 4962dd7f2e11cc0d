/** A hash of all lines that were added, in their order (FNV-1a, 32 bits). */
export const traceHash = () => {
  let hash = 0x811c9dc5;
  return {
    add: (line: string): void => {
      for (let at = 0; at < line.length; at += 1) hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193) >>> 0;
    },
    text: (): string => hash.toString(16).padStart(8, '0'),
  };
};
