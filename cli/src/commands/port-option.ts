import { UsageError } from '../failures';

/** Reads a port; one that is none is wrong usage. */
export const portOption = (choose: () => number): number => {
  try {
    return choose();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
};
