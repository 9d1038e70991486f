import { child, children, isFunction, type Node } from './ast.ts';

/** Calls that run a callback once, later, as a part of what the caller is about. */
const LATER = new Set(
  `then catch finally setTimeout setInterval setImmediate nextTick queueMicrotask once pipeline finished
  readFile writeFile appendFile readdir stat lstat access mkdir rm unlink rename copyFile open close realpath
  lookup resolve4 exec execFile gzip gunzip deflate inflate brotliCompress randomBytes randomFill pbkdf2 scrypt`.split(
    /\s+/,
  ),
);

/**
 * Events of one task, which whoever listens has begun: `on` of these is a part of it. Events that begin something new,
 * such as a server's `request`, are not here: their listeners are roots.
 */
const EVENTS_OF_A_TASK = new Set(
  'close data drain end error exit finish message pause readable response resume'.split(' '),
);
const LISTEN = new Set(['on', 'addListener', 'addEventListener']);

/** The functions among a call's arguments that will run later on behalf of the caller. */
export function scheduledCallbacks(call: Node): readonly Node[] {
  const callee = call.callee as Node;
  const name = callee.type === 'MemberExpression' ? child(callee, 'property')?.name : callee.name;
  if (typeof name !== 'string') return [];
  const [first, ...others] = children(call, 'arguments');
  if (LISTEN.has(name)) {
    return EVENTS_OF_A_TASK.has(first?.value as string) ? others.filter(isFunction) : [];
  }
  return first && LATER.has(name) ? [first, ...others].filter(isFunction) : [];
}
