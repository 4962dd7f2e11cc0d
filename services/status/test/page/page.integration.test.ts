import { CONTENT_SECURITY_POLICY } from '../../page/serve/security-headers';
import { openPage } from './open-page';
import * as story from './story';

const opened = openPage();

describe('what comes from files is shown, never run', () => {
  it.each(['#/', '#/runs', `#/runs/${story.RUNNING}`])('on %s', async (hash) => {
    await opened.open(hash);
    expect(await opened.text()).toContain(story.EVIL_KEY);
    expect(await opened.page.evaluate(() => 'wasRun' in globalThis)).toBe(false);
    expect(await opened.page.$('main img')).toBeNull();
  });

  it('under a policy that lets no string become script or markup, and asks no third party', async () => {
    const elsewhere: string[] = [];
    opened.page.on('request', (request) => {
      if (!request.url().startsWith(opened.server.url)) elsewhere.push(request.url());
    });
    const response = await opened.page.goto(opened.server.url);
    await opened.settled();
    expect(response?.headers()['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
    expect(elsewhere).toEqual([]);
  });
});

describe('a run', () => {
  it('is told with its attempts, its wait, its rows, its models and its causes', async () => {
    await opened.open(`#/runs/${story.RUN}`);
    const timeline = await opened.page.$eval('.timeline', (shape) => shape.getAttribute('aria-label'));
    expect(timeline).toContain(
      'train: attempt 1 failed, 39 s, then waits for the next attempt 30 s, then attempt 2 succeeded, 50 s',
    );
    const said = await opened.text();
    for (const words of ['913,000', '912,988', '$0.074', 'poisson-regression', 'a timer went off', 'No space left on device']) {
      expect(said).toContain(words);
    }
  });

  it('shows itself as it goes on, without losing what is open or focused', async () => {
    await opened.open(`#/runs/${story.RUNNING}`);
    await opened.page.click('details summary');
    await opened.page.focus('details summary');
    opened.server.told.set(`runs/${story.RUNNING}`, {
      status: 200,
      body: { ...story.running, state: 'SUCCEEDED', endedAt: '2026-11-12T06:03:00.000Z', seconds: 179 },
    });
    await opened.shows('2 min 59 s');
    expect(await opened.page.$eval('details', (more) => more.open)).toBe(true);
    expect(await opened.page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    expect(await opened.page.$eval('.visually-hidden[role=status]', (status) => status.textContent)).toBe(
      'The run is Succeeded.',
    );
  });

  it('that is unknown is said to be, and shows when it comes', async () => {
    await opened.open('#/runs/20261112T070000Z-abc');
    expect(await opened.text()).toContain('A run shows here a moment after its file was dropped.');
    opened.server.told.set('runs/20261112T070000Z-abc', { status: 200, body: story.run });
    await opened.shows('913,000');
    expect(await opened.page.$('[role=alert]')).toBeNull();
  });
});

describe('the list of runs', () => {
  it('puts its filters and its page into the address, and back leads back', async () => {
    await opened.open('#/runs');
    await opened.page.select('select', 'demand-forecast');
    await opened.page.waitForFunction(() => location.hash === '#/runs?pipeline=demand-forecast');
    await opened.page.waitForSelector('.pager a');
    await opened.page.click('.pager a');
    await opened.page.waitForFunction(() => location.hash.includes('cursor=older'));
    await opened.shows('These are the oldest.');
    expect(opened.server.asked).toContain('runs?pipeline=demand-forecast&cursor=older&limit=50');
    await opened.page.goBack();
    await opened.page.waitForFunction(() => !location.hash.includes('cursor'));
    await opened.shows(story.run.dataset.key);
  });
});

describe('models', () => {
  it('stand beside those of their own pipeline, with the metrics that these have', async () => {
    await opened.open('#/models');
    const heads = await opened.page.$$eval('table', (tables) =>
      tables.map(({ caption, tHead }) => [caption?.textContent, tHead?.textContent]),
    );
    expect(heads.slice(1)).toEqual([
      ['Latest evaluations of demand-forecast', expect.stringMatching(/RMSE/)],
      ['Latest evaluations of bank-deposit', 'ModelAREA UNDER ROCACCURACYRun'],
    ]);
  });
});

describe('models over time', () => {
  it('mark the champion and what is outside the limits, in the chart in words and in the table', async () => {
    await opened.open('#/models/demand-forecast');
    const [chart] = await opened.page.$$eval('.chart', (charts) => charts.map((one) => one.getAttribute('aria-label')));
    expect(chart).toContain('control limits 7.2 to 8.9. Unstable');
    await opened.page.click('details summary');
    const marked = await opened.page.$$eval('details[open] tbody tr', (rows) =>
      rows.map(({ textContent }) => textContent ?? '').filter((row) => row.includes('champion') || row.endsWith('no')),
    );
    expect(marked.map((row) => row.replace(/^.*\d{2}:\d{2}:\d{2}/, ''))).toEqual(['9.810.2no', ' champion7.7110.2yes']);
  });
});

describe('a forecast', () => {
  it('is chosen by store and item, and is there as a table', async () => {
    await opened.open(`#/runs/${story.RUN}/forecast`);
    const [store] = await opened.page.$$('.filters select');
    await store?.select('10');
    await opened.page.waitForFunction(() => location.hash.endsWith('series=store-10.item-1'));
    await opened.shows('store 10, item 1');
    await opened.page.waitForSelector('.chart canvas');
    expect(await opened.page.$eval('.chart', (chart) => chart.getAttribute('aria-label'))).toContain(
      '74 times from 2017-11-01 to 2018-01-13',
    );
    await opened.page.click('details summary');
    expect((await opened.page.$$('details tbody tr')).length).toBe(74);
  });

  it('is said to be missing where the run wrote none', async () => {
    await opened.open(`#/runs/${story.RUNNING}/forecast`);
    expect(await opened.text()).toContain('This run wrote no series');
    expect(await opened.page.$('[role=alert]')).toBeNull();
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
    opened.server.told.set('jobs', { status, body });
    await opened.open('#/jobs');
    expect(await opened.text()).toContain(title);
    expect(await opened.text()).toContain(remedy);
  });

  it('an answer of another shape leaves the rest of the page usable', async () => {
    opened.server.told.set('jobs', { status: 200, body: { jobs: [{}, null] } });
    await opened.page.goto(`${opened.server.url}#/jobs`);
    await opened.shows('The page cannot show this answer');
    await opened.page.click('.nav a[href="#/models"]');
    await opened.shows('Champions');
    expect(await opened.page.$('[role=alert]')).toBeNull();
  });

  it('the last answer stays, with a note, and the note goes when it is back', async () => {
    await opened.open(`#/runs/${story.RUNNING}`);
    opened.server.told.set(`runs/${story.RUNNING}`, { status: 503, body: null });
    await opened.shows('What you see is the last answer');
    expect(await opened.text()).toContain('explore');
    opened.server.told.delete(`runs/${story.RUNNING}`);
    await opened.page.waitForFunction(() => document.querySelector('.stale') === null, { timeout: 10_000 });
  });

  it('says that nothing is there yet, place by place', async () => {
    for (const path of ['runs?limit=10', 'runs?limit=50'])
      opened.server.told.set(path, { status: 200, body: { runs: [], nextCursor: null } });
    opened.server.told.set('pipelines', { status: 200, body: { pipelines: [] } });
    opened.server.told.set('models', { status: 200, body: { models: [], champions: [] } });
    await opened.open('#/');
    expect(await opened.text()).toContain('No pipeline is deployed yet');
    await opened.open('#/runs');
    expect(await opened.text()).toContain('Nothing has run yet');
    await opened.open('#/models');
    expect(await opened.text()).toContain('No champion has been chosen yet');
  });
});

describe('by keyboard alone', () => {
  it('skips to the content, finds a file and moves the focus to its heading', async () => {
    await opened.open('#/');
    await opened.page.keyboard.press('Tab');
    expect(await opened.page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await opened.page.keyboard.press('Enter');
    expect(await opened.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await opened.page.focus('input[type=search]');
    await opened.page.keyboard.type(story.run.dataset.key);
    await opened.page.keyboard.press('Enter');
    await opened.shows(`Version ${story.run.dataset.versionId}`);
    expect(await opened.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await opened.page.title()).toBe(`${story.run.dataset.key} · Glue Relay`);
  });
});
