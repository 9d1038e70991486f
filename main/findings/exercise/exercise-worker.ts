import { readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { exerciseTarget, type Tell } from './call.ts';
import { findTarget } from './find-target.ts';
import { installLoadHooks } from './load-hooks.ts';
import { lockDown } from './lock-down.ts';
import type { Order } from './protocol.ts';

/* The sandboxed child: a process under Node's permission model that loads one module and calls its functions. It is started by
 * `sandbox.ts`, reads one order from its input, and answers on a pipe of its own. */

const CHANNEL = 3;

const order = JSON.parse(readFileSync(0, 'utf8')) as Order;
const stringify = JSON.stringify.bind(JSON);
const write = writeSync;
const exit = process.exit.bind(process);

/** Synchronous, because the process may end, or never come back, in the next moment. */
const tell: Tell = (message) => {
  write(CHANNEL, `${stringify({ nonce: order.nonce, ...message })}\n`);
};

installLoadHooks(order.sources);
lockDown();

try {
  const namespace = (await import(pathToFileURL(order.file).href)) as Record<string, unknown>;
  tell({ is: 'loaded' });
  for (let at = order.from; at < order.targets.length; at++) {
    const target = order.targets[at];
    if (target === undefined) break;
    tell({ is: 'begin', target: at });
    const found = findTarget(namespace, target);
    const ended = typeof found === 'string' ? found : await exerciseTarget(found, target, order, tell);
    if (typeof ended === 'string') tell({ is: 'no-function', target: at, reason: ended });
    else tell({ is: 'end', target: at, ...ended });
  }
} catch (error) {
  tell({ is: 'not-loaded', reason: error instanceof Error ? error.message : String(error) });
}
// Whatever the code has left running ends here.
exit(0);
