#!/usr/bin/env node
/** The `callscape` command: builds what is missing and hands over to the command line's own code on its own Node. */
import { join } from 'node:path';
import { ensureBuilt, pinnedNode, replaceWith, root } from './bootstrap.mjs';

const args = process.argv.slice(2);
ensureBuilt(args[0] === 'serve' ? ['engine', 'renderer'] : ['engine']);
replaceWith(pinnedNode(), [join(root, 'dist', 'main', 'cli.mjs'), ...args]);
