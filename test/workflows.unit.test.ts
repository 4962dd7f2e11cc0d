import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { deployables } from '../tools/check/deployables';
import { planOf } from '../tools/ci/plan';
import { wholeWorkflows, workflowOf } from '../tools/ci/workflow';

const FOLDER = '.github/workflows';
const names = deployables().map(({ name }) => name);

const whole = wholeWorkflows();

it('every deployable has its workflow, and no workflow is for one that is gone', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...names, ...Object.keys(whole)].map((name) => `${name}.yml`).sort());
});

it.each(Object.entries(whole))('the workflow "%s" is as tools/ci/write-workflows.ts makes it', (name, text) => {
  expect(readFileSync(`${FOLDER}/${name}.yml`, 'utf8')).toBe(text);
});

it('vulnerabilities, secrets and licences are looked at on every change and every day', () => {
  const { on, jobs } = parse(whole.repository ?? '');
  expect(on.pull_request).toBeNull();
  expect(on.schedule).toHaveLength(1);
  expect(jobs.check.steps.at(-1).run).toMatch(/^npm run check -- audit secrets licences /);
});

describe.each(deployables().map((deployable) => [deployable.name, deployable] as const))('%s', (name, deployable) => {
  const text = readFileSync(`${FOLDER}/${name}.yml`, 'utf8');
  const workflow = parse(text);

  it('is as tools/ci/write-workflows.ts makes it', () => {
    expect(text).toBe(workflowOf(deployable));
  });

  it('runs when its folder or what it is made of changes, in pull requests and on main alike', () => {
    for (const event of ['pull_request', 'push']) {
      expect(workflow.on[event].paths).toEqual(
        expect.arrayContaining([`${deployable.folder}/**`, 'shared/**', 'package-lock.json', 'tools/check/**']),
      );
    }
  });

  it("runs for no other service's change", () => {
    const others = deployables().filter(({ folder }) => folder !== deployable.folder && folder !== 'shared');
    for (const { folder } of others) expect(workflow.on.push.paths).not.toContain(`${folder}/**`);
  });

  it('deploys by a role of OIDC, after the checks, and holds no key', () => {
    expect(workflow.jobs.deploy).toMatchObject({ needs: 'check', permissions: { 'id-token': 'write' } });
    expect(text).not.toMatch(/secrets\.|aws-access-key-id/);
  });

  it('does what `npm run ci` does: lint, types, tests, package and policies', () => {
    expect(workflow.jobs.check.steps.at(-1).run).toBe(`npm run ci -- ${name}`);
    const steps = planOf(name).map((step) => step.name);
    const own = deployable.folder.startsWith('glue/') ? ['types of jobs', 'tests of jobs'] : ['unit tests', 'integration tests'];
    expect(steps).toEqual(expect.arrayContaining(['lint', 'types', ...own, 'package and policies']));
  });
});

it('services import no other service, so that the path filters are all there is', () => {
  const services = deployables().filter(({ folder }) => folder.startsWith('services/'));
  for (const { folder } of services) {
    const sources = readdirSync(`${folder}/src`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(0);
    for (const file of sources) {
      const imported = [...readFileSync(`${folder}/src/${file}`, 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from);
      const foreign = imported.filter((from) => /@glue-relay\/(?!shared\/)|services\//.test(from ?? ''));
      expect(foreign).toEqual([]);
    }
  }
});

it('names the deployables there are when asked for another', () => {
  expect(() => planOf('nothing')).toThrow(`there are ${names.join(', ')}`);
});
