const DAY_MS = 86_400_000;
/** Days that are shown where none are asked for, today among them. */
const DEFAULT_DAYS = 30;
/** A run may take a week at most (timeoutMinutes), and as long again in the queue: attempts end that long after it was made. */
const LONGEST_RUN_MS = 14 * DAY_MS;

/**
 * Times of a stretch of days (UTC), both inclusive.
 *
 * @returns ISO 8601; `runsFrom` is when the oldest run was made that may have an attempt in it
 */
export const stretchOfDays = (
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): { readonly from: string; readonly to: string; readonly runsFrom: string } => {
  const last = Date.parse(`${asked.to ?? now.toISOString().slice(0, 10)}T00:00:00.000Z`);
  const first = asked.from ? Date.parse(`${asked.from}T00:00:00.000Z`) : last - (DEFAULT_DAYS - 1) * DAY_MS;
  const iso = (at: number): string => new Date(at).toISOString();
  return { from: iso(first), to: iso(last + DAY_MS - 1), runsFrom: iso(first - LONGEST_RUN_MS) };
};
