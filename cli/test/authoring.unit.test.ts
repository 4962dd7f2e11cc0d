import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePipelineFile } from '@glue-relay/shared/pipeline/parse-file';
import { columnsIn, rolesIn } from '../src/authoring/columns';
import { pipelineFolders } from '../src/authoring/folders';
import { placeholdersOf } from '../src/authoring/new-pipeline';
import { overlapOf } from '../src/authoring/overlap';
import { validate } from '../src/authoring/validate';
import { init } from '../src/commands/init';
import { validate as validateCommand } from '../src/commands/validate';
import type { Context } from '../src/context';
import { ROOT } from './support';

let root: string;
let context: Context;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'relay-authoring-'));
  mkdirSync(join(root, 'glue'));
  mkdirSync(join(root, 'cli'));
  for (const shared of ['cli/templates', 'glue/relay_job']) cpSync(join(ROOT, shared), join(root, shared), { recursive: true });
  cpSync(join(ROOT, 'serverless-compose.yml'), join(root, 'serverless-compose.yml'));
  const { signal } = new AbortController();
  context = { root, env: {}, signal, say: () => undefined, now: () => new Date(0), width: undefined };
});
afterEach(() => rmSync(root, { recursive: true }));

const DEFAULT = { columns: 'day:date,shop:string,amount:number' };
const edit = (name: string, change: (text: string) => string): void => {
  const file = join(root, 'glue', name, 'pipeline.yml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};
const verdictsOf = (name: string) => {
  const all = pipelineFolders(root);
  return validate(
    all.filter((one) => one.name === name),
    all,
  );
};

describe('relay init', () => {
  it('lists the stack beside the others', async () => {
    const before = readFileSync(join(root, 'serverless-compose.yml'), 'utf8');
    await init(context, 'shop-sales', DEFAULT);
    expect(readFileSync(join(root, 'serverless-compose.yml'), 'utf8')).toBe(
      `${before}  shop-sales: { path: glue/shop-sales, dependsOn: shared }\n`,
    );
  });

  it('makes a folder that is valid as it is', async () => {
    const { document, text } = await init(context, 'shop-orders', DEFAULT);
    expect(document).toMatchObject({ pipeline: 'shop-orders' });
    expect(text).toContain('npx relay test shop-orders');
    expect(readdirSync(join(root, 'glue', 'shop-orders')).sort()).toEqual([
      ...['README.md', 'jobs', 'pipeline.yml', 'samples', 'serverless.yml', 'shop_orders', 'tests'],
    ]);
    expect(verdictsOf('shop-orders')).toMatchObject([{ faults: [], warnings: [] }]);
    expect(readFileSync(join(root, 'glue', 'shop-orders', 'jobs', 'summarise.py'), 'utf8')).toContain('from shop_orders.schema');
  });

  it.each(['', 'Orders', '1st', 'a_b', 'a b', '../x', 'x'.repeat(33), 'orders-', 'import', 'relay-job', 'status'])(
    'refuses the name %j',
    async (name) => {
      await expect(init(context, name, DEFAULT)).rejects.toThrow(/cannot be a pipeline's name/);
      expect(pipelineFolders(root)).toEqual([]);
    },
  );

  it('refuses a folder that is there and leaves it as it is', async () => {
    mkdirSync(join(root, 'glue', 'orders'));
    await expect(init(context, 'orders', DEFAULT)).rejects.toThrow('glue/orders is there already');
    expect(readdirSync(join(root, 'glue', 'orders'))).toEqual([]);
  });

  it.each([
    ['day', /expects NAME:TYPE/],
    ['day:time', /string, integer, number, boolean, date/],
    ['day:date,', /found ""/],
    ['1day:date', /found "1day:date"/],
    ['a:string,A:number', /"a" more than once/],
    ['day:date,shop:string', /a number or an integer/],
    ['amount:number', /another column/],
  ])('refuses the columns %j', async (columns, fault) => {
    await expect(init(context, 'orders', { columns })).rejects.toThrow(fault);
    expect(pipelineFolders(root)).toEqual([]);
  });

  it('sums up the last number by the first text, else by the first other column', () => {
    const rolesOf = (text: string) => {
      const { measure, group } = rolesIn(columnsIn(text));
      return [measure.name, group.name];
    };
    expect(rolesOf('day:date,shop:string,amount:number')).toEqual(['amount', 'shop']);
    expect(rolesOf('id:integer,day:date,price:number,tax:number')).toEqual(['tax', 'id']);
    expect(rolesOf('open:boolean,visits:integer')).toEqual(['visits', 'open']);
  });

  it('writes a sample with a value for each column', () => {
    const { sample = '' } = placeholdersOf('x', columnsIn('a:string,b:integer,c:boolean,d:number,e:date'));
    expect(sample.split('\n').slice(0, 3)).toEqual(['a,b,c,d,e', 'north,1,true,1.5,2026-01-01', 'south,2,false,2.5,2026-01-02']);
  });
});

describe('relay validate', () => {
  beforeEach(() => init(context, 'orders', DEFAULT));

  it('finds the pipelines of the repository fine', async () => {
    const { document, exitCode } = await validateCommand({ ...context, root: ROOT }, undefined);
    expect({ document, exitCode }).toMatchObject({ exitCode: 0 });
  });

  it('takes a name, a folder and a file; anything else is wrong usage', async () => {
    const folder = join(root, 'glue', 'orders');
    for (const given of ['orders', folder, join(folder, 'pipeline.yml')])
      expect((await validateCommand(context, given)).text).toBe('orders: fine\n');
    await expect(validateCommand(context, 'nope')).rejects.toThrow('There is no pipeline "nope" in glue/, nor a pipeline.yml');
  });

  it.each([
    ['an unknown field', (text: string) => text.replace('timeoutMinutes: 60', 'timeout: 60'), /^timeout: unknown field/],
    [
      'a script that is not there',
      (text: string) => text.replace('summarise.py', 'sum.py'),
      /^steps.summarise.job: expected a script/,
    ],
    ['a cycle', (text: string) => `${text}    after: [summarise]\n`, /^steps.summarise.after/],
    [
      'another name',
      (text: string) => text.replace('pipeline: orders', 'pipeline: sales'),
      /^pipeline: expected the name of its folder/,
    ],
  ])('names %s by line and field, and fails', async (_, change, fault) => {
    edit('orders', change);
    const { exitCode, text } = await validateCommand(context, 'orders');
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^glue\/orders\/pipeline.yml:\d+:\d+ /);
    const [found] = verdictsOf('orders').flatMap(({ faults }) => faults);
    expect(`${found?.field}: ${found?.message}`).toMatch(fault);
  });

  it('misses serverless.yml', () => {
    rmSync(join(root, 'glue', 'orders', 'serverless.yml'));
    expect(verdictsOf('orders')).toMatchObject([
      { faults: [{ message: 'expected serverless.yml beside this file, found none' }] },
    ]);
  });

  it('warns of a parameter that no job reads', () => {
    edit('orders', (text) =>
      text.replace('parameters:', 'parameters:\n  depth: { type: number, default: 1, description: How deep. }'),
    );
    expect(verdictsOf('orders')).toMatchObject([{ faults: [], warnings: ['parameters.depth: no job reads it'] }]);
  });

  it('one broken pipeline keeps no other from being checked', async () => {
    await init(context, 'broken', DEFAULT);
    edit('broken', () => 'pipeline: [');
    expect(verdictsOf('orders')).toMatchObject([{ faults: [] }]);
  });
});

describe('pipelines that look at the same keys', () => {
  const withInput = (pipeline: string, prefix: string, columns = '[a, b]', more = '') =>
    parsePipelineFile(
      `pipeline: ${pipeline}\ninput: { prefix: ${prefix}, suffix: [.csv], columns: ${columns}${more} }\nsteps: { s: { job: s.py } }\n`,
      'pipeline.yml',
    ).pipeline;
  const orders = withInput('orders', 'raw/orders/');

  it.each([
    ['another folder', withInput('other', 'raw/other/'), undefined],
    ['a name that begins alike', withInput('other', 'raw/orders-2/'), undefined],
    ['a folder above', withInput('other', 'raw/'), 'warning'],
    ['a folder below', withInput('other', 'raw/orders/late/'), 'warning'],
    ['the same folder, other columns', withInput('other', 'raw/orders/', '[c]'), 'warning'],
    ['the same folder and columns', withInput('other', 'raw/orders/'), 'fault'],
    ['the same folder, more columns', withInput('other', 'raw/orders/', '[a, b, c]'), 'fault'],
    [
      'the same folder, fewer columns and no others',
      withInput('other', 'raw/orders/', '[a]', ', extraColumns: refuse'),
      'warning',
    ],
    ['another suffix', withInput('other', 'raw/orders/', '[a, b]').input, undefined],
  ])('%s', (what, other, kind) => {
    const pipeline = 'pipeline' in other ? other : { ...orders, input: { ...other, suffix: ['.txt'] as [string] } };
    expect({ what, kind: overlapOf(orders, pipeline)?.kind }).toEqual({ what, kind });
  });
});
