/** `npx tsx tools/ci/write-workflows.ts`: a workflow for each deployable, so that a new one needs no copying by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { deployables } from '../check/deployables';
import { workflowOf } from './workflow';

mkdirSync('.github/workflows', { recursive: true });
for (const deployable of deployables()) writeFileSync(`.github/workflows/${deployable.name}.yml`, workflowOf(deployable));
