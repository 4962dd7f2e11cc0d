import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'puppeteer-core';
import { CONTENT_SECURITY_POLICY } from '../../page/serve/security-headers';
import { startBrowser } from './browser';
import type { PageServer } from './page-server';
import { startPageServer } from './page-server';
import * as story from './story';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Every place of the page. */
const PLACES = [
  '#/',
  '#/runs',
  `#/runs/${story.RUN}`,
  `#/runs/${story.RUNNING}`,
  `#/runs/${story.REJECTED}`,
  `#/runs/${story.failed.runId}`,
  `#/runs/${story.RUN}/forecast`,
  '#/pipelines/demand-forecast',
  '#/models',
  '#/models/demand-forecast',
  '#/forecasts',
  '#/costs',
  '#/rejected',
  '#/alerts',
  '#/jobs',
  '#/datasets/raw%2Ftrain.csv',
  '#/health',
  '#/nowhere',
];

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
  // A breach of the Content-Security-Policy is an error on the console.
  expect(faults).toEqual([]);
});

const open = async (hash: string): Promise<void> => {
  await page.goto(`${server.url}${hash}`);
  await settled();
};
const settled = async (): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('.loading') === null, {
    timeout: 5000,
  });
};
const text = (): Promise<string> => page.$eval('main', (main) => main.textContent);
const shows = (words: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector('main')?.textContent?.includes(wanted), { timeout: 8000 }, words);

describe.each([
  ['light on a desktop', DESKTOP, 'light'],
  ['dark on a phone', PHONE, 'dark'],
])('every place, %s', (_name, viewport, scheme) => {
  it.each(PLACES)('%s has no serious accessibility violation and fits', async (hash) => {
    await page.setViewport(viewport);
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await open(hash);
    await page.$$eval('details', (all) => {
      for (const more of all) more.open = true;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.title()).toMatch(/.+ · Glue Relay/);
    // Runs in a world of its own, which the page's policy does not bind.
    await page.evaluate(AXE);
    const serious = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
      const { violations } = await axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(serious).toEqual([]);
  });
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe('what comes from files is shown, never run', () => {
  it.each(['#/', '#/runs', `#/runs/${story.RUNNING}`])('on %s', async (hash) => {
    await open(hash);
    expect(await text()).toContain(story.EVIL_KEY);
    expect(await page.evaluate(() => 'wasRun' in globalThis)).toBe(false);
    expect(await page.$('main img')).toBeNull();
  });

  it('under a policy that lets no string become script or markup, and asks no third party', async () => {
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
    });
    const response = await page.goto(server.url);
    await settled();
    expect(response?.headers()['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
    expect(elsewhere).toEqual([]);
  });
});

describe('a run', () => {
  it('is told with its attempts, its wait, its rows, its models and its causes', async () => {
    await open(`#/runs/${story.RUN}`);
    const timeline = await page.$eval('.timeline', (shape) => shape.getAttribute('aria-label'));
    expect(timeline).toContain(
      'train: attempt 1 failed, 39 s, then waits for the next attempt 30 s, then attempt 2 succeeded, 50 s',
    );
    const said = await text();
    for (const words of ['913,000', '912,988', '$0.074', 'poisson-regression', 'a timer went off', 'No space left on device']) {
      expect(said).toContain(words);
    }
  });

  it('shows itself as it goes on, without losing what is open or focused', async () => {
    await open(`#/runs/${story.RUNNING}`);
    await page.click('details summary');
    await page.focus('details summary');
    server.told.set(`runs/${story.RUNNING}`, {
      status: 200,
      body: { ...story.running, state: 'SUCCEEDED', endedAt: '2026-11-12T06:03:00.000Z', seconds: 179 },
    });
    await shows('2 min 59 s');
    expect(await page.$eval('details', (more) => more.open)).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    expect(await page.$eval('.visually-hidden[role=status]', (status) => status.textContent)).toBe('The run is Succeeded.');
  });

  it('that is unknown is said to be, and shows when it comes', async () => {
    await open('#/runs/20261112T070000Z-abc');
    expect(await text()).toContain('A run shows here a moment after its file was dropped.');
    server.told.set('runs/20261112T070000Z-abc', { status: 200, body: story.run });
    await shows('913,000');
    expect(await page.$('[role=alert]')).toBeNull();
  });
});

describe('the list of runs', () => {
  it('puts its filters and its page into the address, and back leads back', async () => {
    await open('#/runs');
    await page.select('select', 'demand-forecast');
    await page.waitForFunction(() => location.hash === '#/runs?pipeline=demand-forecast');
    await page.waitForSelector('.pager a');
    await page.click('.pager a');
    await page.waitForFunction(() => location.hash.includes('cursor=older'));
    await shows('These are the oldest.');
    expect(server.asked).toContain('runs?pipeline=demand-forecast&cursor=older&limit=50');
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('cursor'));
    await shows(story.run.dataset.key);
  });
});

describe('models over time', () => {
  it('mark the champion and what is outside the limits, in the chart in words and in the table', async () => {
    await open('#/models/demand-forecast');
    const [chart] = await page.$$eval('.chart', (charts) => charts.map((one) => one.getAttribute('aria-label')));
    expect(chart).toContain('control limits 7.2 to 8.9. Unstable');
    await page.click('details summary');
    const marked = await page.$$eval('details[open] tbody tr', (rows) =>
      rows.map(({ textContent }) => textContent ?? '').filter((row) => row.includes('champion') || row.endsWith('no')),
    );
    expect(marked.map((row) => row.replace(/^.*\d{2}:\d{2}:\d{2}/, ''))).toEqual(['9.810.2no', ' champion7.7110.2yes']);
  });
});

describe('a forecast', () => {
  it('is chosen by store and item, and is there as a table', async () => {
    await open(`#/runs/${story.RUN}/forecast`);
    const [store] = await page.$$('.filters select');
    await store?.select('10');
    await page.waitForFunction(() => location.hash.endsWith('series=store-10.item-1'));
    await shows('store 10, item 1');
    await page.waitForSelector('.chart canvas');
    expect(await page.$eval('.chart', (chart) => chart.getAttribute('aria-label'))).toContain(
      '74 times from 2017-11-01 to 2018-01-13',
    );
    await page.click('details summary');
    expect((await page.$$('details tbody tr')).length).toBe(74);
  });

  it('is said to be missing where the run wrote none', async () => {
    await open(`#/runs/${story.RUNNING}/forecast`);
    expect(await text()).toContain('This run wrote no series');
    expect(await page.$('[role=alert]')).toBeNull();
  });
});

describe('when the API does not do', () => {
  it.each([
    [401, 'You are not signed in', 'relay page'],
    [403, 'You may not see this', 'relay page'],
    [500, 'Internal error', 'tries again'],
  ])('an answer %s is told with what to do', async (status, title, remedy) => {
    // The service tells in a problem document; API Gateway, which refuses before it, in words of its own.
    const body = status === 500 ? { type: 'urn:x', title, status, detail: 'request id 1-2-3' } : { message: 'Forbidden' };
    server.told.set('jobs', { status, body });
    await open('#/jobs');
    expect(await text()).toContain(title);
    expect(await text()).toContain(remedy);
  });

  it('an answer of another shape leaves the rest of the page usable', async () => {
    server.told.set('jobs', { status: 200, body: { jobs: [{}, null] } });
    await page.goto(`${server.url}#/jobs`);
    await shows('The page cannot show this answer');
    await page.click('.nav a[href="#/models"]');
    await shows('Champions');
    expect(await page.$('[role=alert]')).toBeNull();
  });

  it('the last answer stays, with a note, and the note goes when it is back', async () => {
    await open(`#/runs/${story.RUNNING}`);
    server.told.set(`runs/${story.RUNNING}`, { status: 503, body: null });
    await shows('What you see is the last answer');
    expect(await text()).toContain('explore');
    server.told.delete(`runs/${story.RUNNING}`);
    await page.waitForFunction(() => document.querySelector('.stale') === null, { timeout: 10_000 });
  });

  it('says that nothing is there yet, place by place', async () => {
    for (const path of ['runs?limit=10', 'runs?limit=50'])
      server.told.set(path, { status: 200, body: { runs: [], nextCursor: null } });
    server.told.set('pipelines', { status: 200, body: { pipelines: [] } });
    server.told.set('models', { status: 200, body: { models: [], champions: [] } });
    await open('#/');
    expect(await text()).toContain('No pipeline is deployed yet');
    await open('#/runs');
    expect(await text()).toContain('Nothing has run yet');
    await open('#/models');
    expect(await text()).toContain('No champion has been chosen yet');
  });
});

describe('by keyboard alone', () => {
  it('skips to the content, finds a file and moves the focus to its heading', async () => {
    await open('#/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.focus('input[type=search]');
    await page.keyboard.type(story.run.dataset.key);
    await page.keyboard.press('Enter');
    await shows(`Version ${story.run.dataset.versionId}`);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await page.title()).toBe(`${story.run.dataset.key} · Glue Relay`);
  });
});
