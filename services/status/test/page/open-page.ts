import type { Browser, Page } from 'puppeteer-core';
import { startBrowser } from './browser';
import type { PageServer } from './page-server';
import { startPageServer } from './page-server';

export const DESKTOP = { width: 1280, height: 900 };

/** The page in a browser, over a server that tells a story. */
export interface OpenPage {
  readonly server: PageServer;
  /** A tab of its own for each test. */
  readonly page: Page;
  /** Goes to a place and waits until it shows. */
  readonly open: (hash: string) => Promise<void>;
  readonly settled: () => Promise<void>;
  /** What the main part says. */
  readonly text: () => Promise<string>;
  /** Waits until the main part says some words. */
  readonly shows: (words: string) => Promise<unknown>;
}

/** Opens the page for the tests of a file; after each an error on its console, such as a breach of its policy, is a failure. */
export const openPage = (): OpenPage => {
  jest.setTimeout(20_000);
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startPageServer(), startBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    server.reset();
    page = await browser.newPage();
    await page.setViewport(DESKTOP);
    faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('the server responded with a status of'))
        faults.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(faults).toEqual([]);
  });

  const settled = async (): Promise<void> => {
    await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('.loading') === null, {
      timeout: 5000,
    });
  };
  return {
    get server() {
      return server;
    },
    get page() {
      return page;
    },
    open: async (hash) => {
      await page.goto(`${server.url}${hash}`);
      await settled();
    },
    settled,
    text: () => page.$eval('main', (main) => main.textContent),
    shows: (words) =>
      page.waitForFunction((wanted) => document.querySelector('main')?.textContent?.includes(wanted), { timeout: 8000 }, words),
  };
};
