#!/usr/bin/env node
/** The `callscape` command: builds what is missing and hands over to the host that it asks for, on the Node of our own. */
import { join } from 'node:path';
import { ensureBuilt, pinnedNode, replaceWith, root } from './bootstrap.mjs';

const args = process.argv.slice(2);
const serves = args[0] === 'serve';
ensureBuilt(serves ? ['engine', 'renderer'] : ['engine']);
const host = serves ? ['serve.mjs', ...args.slice(1)] : ['cli.mjs', ...args];
replaceWith(pinnedNode(), [join(root, 'dist', 'main', host[0]), ...host.slice(1)]);
