import { startBrowser } from './browser';

/** What the page says of a run, read from a real stage in a real browser. */
export interface SeenRun {
  readonly heading: string;
  /** The timeline in words. */
  readonly timeline: string;
  readonly text: string;
  /** Errors of the page: exceptions, refused requests, breaches of its policy. */
  readonly faults: readonly string[];
}

const PATIENCE_MS = 20_000;

/**
 * Opens a run on the page of a stage, and waits until it is shown.
 *
 * @param pageUrl - as `relay page` prints it
 * @param places - further places to look at, like `#/models`; their text is appended
 */
export const seeRun = async (pageUrl: string, runId: string, places: readonly string[] = []): Promise<SeenRun> => {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url ?? ''}`);
    });
    const textOf = (selector: string) => page.$eval(selector, ({ textContent }) => textContent ?? '');
    await page.goto(`${pageUrl}#/runs/${runId}`);
    await page.waitForSelector('.timeline', { timeout: PATIENCE_MS });
    const heading = await textOf('h1');
    const timeline = await page.$eval('.timeline', (shape) => shape.getAttribute('aria-label') ?? '');
    const texts = [await textOf('main')];
    for (const place of places) {
      await page.goto(`${pageUrl}${place}`);
      await page.waitForSelector('h1');
      await page.waitForSelector('.loading', { hidden: true, timeout: PATIENCE_MS });
      texts.push(await textOf('main'));
    }
    return { heading, timeline, text: texts.join('\n'), faults };
  } finally {
    await browser.close();
  }
};
