import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config.js';
import { startServer } from '../src/server.js';
import { checkNode } from './checkNode.js';

checkNode();
const shop = await startServer(readConfig());
const client = spawn(process.execPath, [fileURLToPath(new URL('load.mjs', import.meta.url)), shop.url], {
  stdio: 'inherit',
});
const [exitCode] = await once(client, 'exit');
await shop.close();
process.exitCode = exitCode ?? 1;
