/** A hash of all calls that were added, in their order (FNV-1a, 32 bits, a number at a time). */
export const traceHash = () => {
  let hash = OFFSET;
  const mix = (number: number): void => {
    hash = Math.imul(hash ^ number, PRIME) >>> 0;
  };
  return {
    add: (at: number, name: string, command: string): void => {
      mix((at % 2 ** 32) | 0);
      mix(hashOf(name));
      mix(hashOf(command));
    },
    text: (): string => hash.toString(16).padStart(8, '0'),
  };
};

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Of functions and commands there are few. */
const known = new Map<string, number>();
const hashOf = (text: string): number => {
  const found = known.get(text);
  if (found !== undefined) return found;
  const hash = [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), PRIME) >>> 0, OFFSET);
  known.set(text, hash);
  return hash;
};
