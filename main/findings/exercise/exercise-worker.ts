import { readFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { exerciseTarget, type Found, type Tell } from './call.ts';
import { installLoadHooks } from './load-hooks.ts';
import { lockDown } from './lock-down.ts';
import type { Order, Target } from './protocol.ts';

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

installLoadHooks();
lockDown();

try {
  const namespace = (await import(pathToFileURL(order.file).href)) as Record<string, unknown>;
  tell({ is: 'loaded' });
  for (let at = order.from; at < order.targets.length; at++) {
    const target = order.targets[at];
    if (target === undefined) break;
    tell({ is: 'begin', target: at });
    const found = find(namespace, target);
    if (typeof found === 'string') tell({ is: 'no-function', target: at, reason: found });
    else tell({ is: 'end', target: at, ...(await exerciseTarget(found, target, order, tell)) });
  }
} catch (error) {
  tell({ is: 'not-loaded', reason: error instanceof Error ? error.message : String(error) });
}
// Whatever the code has left running ends here.
exit(0);

/** The exported function with what it is a member of, which is its `this`; or why there is none. */
function find(namespace: Record<string, unknown>, { exported }: Target): Found | string {
  const whole = namespace.default;
  const name = exported === '=' ? 'default' : exported;
  const ofWhole = isObject(whole) ? whole[name] : undefined;
  const call = namespace[name] ?? ofWhole;
  if (typeof call !== 'function') return 'the module exports no function of that name';
  if (/^class\b/.test(Function.prototype.toString.call(call))) return 'it is a class';
  return { holder: call === ofWhole ? whole : namespace, call: call as Found['call'] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}
