/*
 * Sends the shop a fixed day of business: node scripts/load.mjs http://127.0.0.1:3000
 * The same requests every time, so that two runs of the shop can be compared call by call.
 */
import { LoadClient } from './loadClient.mjs';
import { browse, edges, readTerms, report, search, shop, watch } from './loadPhases.mjs';

const url = process.argv[2];
if (!url) {
  console.error('Give the address of an open shop: node scripts/load.mjs http://127.0.0.1:3000');
  process.exit(1);
}
const client = new LoadClient(url);
for (const phase of [browse, search, shop, watch, report, readTerms, edges]) {
  const before = client.requests;
  await phase(client);
  console.log(`${phase.name.padEnd(10)} ${String(client.requests - before).padStart(4)} requests`);
}
console.log(client.summary());
