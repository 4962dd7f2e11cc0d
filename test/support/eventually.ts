const EVERY_MS = 200;
const WITHIN_MS = 30_000;
const SHOWN = 2_000;

/**
 * Looks until it is so, for events take their way, and gives what was seen.
 *
 * @throws Error with the last that was seen, where it is not so in time
 */
export async function eventually<Seen, Wanted extends Seen>(
  look: () => Promise<Seen>,
  isSo: (seen: Seen) => seen is Wanted,
  withinMs?: number,
): Promise<Wanted>;
export async function eventually<Seen>(
  look: () => Promise<Seen>,
  isSo: (seen: Seen) => boolean,
  withinMs?: number,
): Promise<Seen>;
export async function eventually<Seen>(
  look: () => Promise<Seen>,
  isSo: (seen: Seen) => boolean,
  withinMs = WITHIN_MS,
): Promise<Seen> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(seen)?.slice(0, SHOWN)}\nlooked by ${look}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
