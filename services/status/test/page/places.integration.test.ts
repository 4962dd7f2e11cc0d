import { readFileSync } from 'node:fs';
import { DESKTOP, openPage } from './open-page';
import * as story from './story';

const PHONE = { width: 360, height: 740 };
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

const opened = openPage();

describe.each([
  ['light on a desktop', DESKTOP, 'light'],
  ['dark on a phone', PHONE, 'dark'],
])('every place, %s', (_name, viewport, scheme) => {
  it.each(PLACES)('%s has no serious accessibility violation and fits', async (hash) => {
    await opened.page.setViewport(viewport);
    await opened.page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await opened.open(hash);
    await opened.page.$$eval('details', (all) => {
      for (const more of all) more.open = true;
    });
    expect(await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await opened.page.title()).toMatch(/.+ · Glue Relay/);
    // Runs in a world of its own, which the page's policy does not bind.
    await opened.page.evaluate(AXE);
    const serious = await opened.page.evaluate(async () => {
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
