import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

const LOST_RACE: ReadonlySet<string | undefined> = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** Whether a conditional write was taken: false where its condition did not hold or another came first; else throws on. */
export const unlessRefused = async (answer: Promise<unknown>): Promise<boolean> => {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    if (error instanceof TransactionCanceledException && error.CancellationReasons?.some(({ Code }) => LOST_RACE.has(Code))) {
      return false;
    }
    throw error;
  }
};
