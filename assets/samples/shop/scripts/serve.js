import { readConfig } from '../src/config.js';
import { startServer } from '../src/server.js';
import { checkNode } from './checkNode.js';

checkNode();
const shop = await startServer(readConfig());
console.log(`The shop is open at ${shop.url}. Ctrl-C closes it.`);
process.once('SIGINT', () => shop.close());
process.once('SIGTERM', () => shop.close());
