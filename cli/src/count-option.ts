import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number from 1 to `most`. */
export const countUpTo =
  (most: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < 1 || count > most)
      throw new InvalidArgumentError(`It must be a number from 1 to ${most}.`);
    return count;
  };
