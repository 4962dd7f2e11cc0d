import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTPUT_AREAS } from '@glue-relay/shared/pipeline/names';
import { parse } from 'yaml';

const service = parse(readFileSync(join(__dirname, '..', 'serverless.yml'), 'utf8'), { logLevel: 'silent' });

it('whoever points to a run may ask for each kind of output whether there is one, and for the pointer', () => {
  const [, list] = service.functions.pointLatest.iamRoleStatements;
  const areas = OUTPUT_AREAS.map((area) => `${area}/*`);
  expect(list.Condition.StringLike['s3:prefix']).toEqual([...areas, 'runs/*/latest.json']);
});
