/** `npx tsx tools/ci/write-workflows.ts`: a workflow for each deployable, so that a new one needs no copying by hand, and those of the whole. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { deployables } from '../check/deployables';
import { wholeWorkflows, workflowOf } from './workflow';

const write = (name: string, text: string) => writeFileSync(`.github/workflows/${name}.yml`, text);

mkdirSync('.github/workflows', { recursive: true });
for (const deployable of deployables()) write(deployable.name, workflowOf(deployable));
for (const [name, text] of Object.entries(wholeWorkflows())) write(name, text);
