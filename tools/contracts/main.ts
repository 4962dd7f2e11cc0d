/**
 * `npm run contracts -- CONSUMER…`: writes what the named consumers accept now, once their code with it is deployed. A
 * producer's tests hold its events against these files, so a change that a consumer could not read fails until then.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CONSUMERS, contractFile } from '@glue-relay/shared/contracts/consumers';
import { EVENTS } from '@glue-relay/shared/events/every-event';
import * as z from 'zod';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in CONSUMERS));
if (names.length === 0 || unknown.length > 0) {
  console.error(`usage: npm run contracts -- CONSUMER…, of ${Object.keys(CONSUMERS).join(', ')}`);
  process.exit(2);
}
for (const consumer of names)
  for (const { detailType, detail } of EVENTS.filter((event) => CONSUMERS[consumer]?.includes(event.detailType))) {
    const file = contractFile(detailType, consumer);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(z.toJSONSchema(detail, { io: 'input' }), null, 2)}\n`);
    console.log(file);
  }
