import { child, children, isFunction, type Node, unwrapParens } from './ast.ts';
import type { CalleeNames } from './callees.ts';

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Calls that run the first callback later, as a part of what the caller is about; other arguments are no callbacks. */
const TIMERS = words('setTimeout setInterval setImmediate nextTick queueMicrotask');

/** Calls that run each callback once, later, as a part of what the caller is about. */
const LATER = words(
  `then catch finally once finished listen
  readFile writeFile appendFile readdir stat lstat access mkdir rm unlink rename copyFile open close realpath
  lookup resolve4 exec execFile gzip gunzip deflate inflate brotliCompress randomBytes randomFill pbkdf2 scrypt`,
);

/**
 * Events of one task, which whoever listens has begun: `on` of these is a part of it. Events that begin something new,
 * such as a server's `request`, are not here: their listeners are roots.
 */
const EVENTS_OF_A_TASK = words(
  'close data drain end error exit finish message pause readable response resume',
);
/** To listen for these begins the flow of data. */
const EVENTS_THAT_START = words('data readable message');
const LISTEN = words('on addListener addEventListener prependListener');

/** Functions of the language that begin nothing. */
const IMMEDIATE = words(
  `Array Object String Number Boolean Symbol BigInt Map Set WeakMap WeakSet WeakRef Date RegExp Error TypeError RangeError
  SyntaxError EvalError ReferenceError URIError AggregateError Promise Proxy Function ArrayBuffer SharedArrayBuffer DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array
  BigInt64Array BigUint64Array FinalizationRegistry AbortController EventTarget Event URL URLSearchParams TextEncoder
  TextDecoder Buffer Math JSON Reflect Atomics Intl console process globalThis performance
  parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI eval require
  clearTimeout clearInterval clearImmediate structuredClone atob btoa escape unescape`,
);
/** Methods of the language that begin nothing, whoever has them. */
const IMMEDIATE_METHODS = words(
  `push pop shift unshift slice splice concat join indexOf lastIndexOf includes find findIndex findLast findLastIndex
  filter map forEach some every reduce reduceRight sort reverse fill flat flatMap at copyWithin keys values entries
  toSorted toReversed toSpliced with set has delete add clear charAt charCodeAt codePointAt startsWith endsWith padStart
  padEnd repeat replace replaceAll match matchAll search split substring substr trim trimStart trimEnd toLowerCase
  toUpperCase localeCompare normalize toString toLocaleString valueOf toJSON toISOString getTime toFixed toPrecision test
  hasOwnProperty isPrototypeOf propertyIsEnumerable bind subarray deref abort throwIfAborted removeListener
  removeAllListeners removeEventListener off emit dispatchEvent listenerCount unref ref hasRef getStore`,
);
/** Modules of Node that begin nothing. */
const IMMEDIATE_MODULES = words(
  'path path/posix path/win32 util util/types assert assert/strict url querystring os events module constants punycode string_decoder buffer v8',
);
/** Names that begin something whatever else bears them. */
const OUTWARD = words(
  'write end read pipe pipeTo pipeThrough resume destroy listen connect send postMessage fork spawn run request fetch next start',
);

/** First parameters of callbacks that are called once, with what was asked for. */
const ERROR_FIRST = /^_*(?:e|er|err|error|ex)$/i;

/** What a call may begin that goes on when it has returned. */
export interface HandedOver {
  /** Functions that will run later on behalf of the caller: known by where they stand. */
  readonly callbacks: readonly Node[];
  /** Functions that may run later on behalf of the caller. */
  readonly maybe?: readonly Node[];
  /** The emitter that is listened to on behalf of the caller by a function that is not in `callbacks`. */
  readonly emitter?: Node;
  /** Whether more than those may run later on its behalf. */
  readonly beginsMore: boolean;
}

const NOTHING: HandedOver = { callbacks: [], beginsMore: false };
const UNKNOWN: HandedOver = { callbacks: [], beginsMore: true };

/** `closureNamed` gives the function that a name stands for where that was made by the caller itself. */
export function handedOver(
  call: Node,
  names: CalleeNames,
  closureNamed: (name: string) => Node | undefined,
): HandedOver {
  const callee = unwrapParens(call.callee as Node);
  const isMember = callee.type === 'MemberExpression';
  const named = isMember ? child(callee, 'property') : callee;
  const name = named?.type === 'Identifier' && callee.computed !== true ? (named.name as string) : '';
  if (callee.type === 'Super' || isFunction(callee)) return NOTHING;
  const args = children(call, 'arguments');
  const first = args[0];
  if (isMember && LISTEN.has(name)) {
    const heard = listening(call);
    if (!heard) return NOTHING;
    const { callbacks } = later(args.slice(1));
    const beginsMore = EVENTS_THAT_START.has(heard.event);
    return callbacks.length === 0 && heard.emitter
      ? { callbacks, beginsMore, emitter: heard.emitter }
      : { callbacks, beginsMore };
  }
  if (TIMERS.has(name)) return first ? later([first]) : NOTHING;
  if (LATER.has(name) && first && !(name === 'exec' && args.length === 1)) {
    const found = later(args);
    return name === 'once' && isMember ? { ...found, beginsMore: false } : found;
  }
  if (name === 'pipeline') return { ...later(args), beginsMore: true };
  if (isImmediate(callee, name, args.length, names)) return NOTHING;
  const { callbacks } = later(args);
  if (callbacks.length === 0 || name === 'use') return UNKNOWN;
  const answers = callbacks.filter(takesError);
  return {
    callbacks: answers,
    maybe: callbacks.filter((callback) => !answers.includes(callback)),
    beginsMore: true,
  };

  /** Which of the arguments are functions that were made here, and whether there may be others. */
  function later(candidates: readonly Node[]): HandedOver {
    const callbacks: Node[] = [];
    let hasUnknown = false;
    for (const argument of candidates) {
      const value = unwrapParens(argument);
      const made = isFunction(value)
        ? value
        : value.type === 'Identifier'
          ? closureNamed(value.name as string)
          : undefined;
      if (made) callbacks.push(made);
      else if (value.type !== 'Literal' && value.type !== 'TemplateLiteral') hasUnknown = true;
    }
    // Where the callback is known the other arguments are what it is about: a path, options, a receiver.
    return { callbacks, beginsMore: hasUnknown && callbacks.length === 0 };
  }
}

/** What a call that listens for an event of a task has told; `emitter` where it is a plain name. */
export function listening(
  call: Node,
): { event: string; listener: Node; emitter: Node | undefined } | undefined {
  const callee = call.callee as Node;
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  if (!LISTEN.has((callee.property as Node).name as string)) return undefined;
  const [first, listener] = children(call, 'arguments');
  const event = first?.value;
  if (typeof event !== 'string' || !EVENTS_OF_A_TASK.has(event) || !listener) return undefined;
  const object = callee.object as Node;
  return { event, listener, emitter: object.type === 'Identifier' ? object : undefined };
}

/** Whether a callback is called once, with what was asked for. */
export function takesError(callback: Node): boolean {
  const [first] = children(callback, 'params');
  return first?.type === 'Identifier' && ERROR_FIRST.test(first.name as string);
}

/** Whether what is called is the file's own, which sees to itself, or returns with everything done. */
function isImmediate(callee: Node, name: string, argumentCount: number, names: CalleeNames): boolean {
  if (callee.type === 'Identifier') {
    if (names.own.has(name) || IMMEDIATE.has(name)) return true;
    if (names.libraries.has(name)) return isImmediateOf(names.libraries.get(name) as string, name);
    return names.params.has(name) && name !== 'next';
  }
  if (callee.type !== 'MemberExpression') return false;
  const object = unwrapParens(callee.object as Node);
  if (object.type === 'ThisExpression' || object.type === 'Super') {
    return names.methods.has(name) || (IMMEDIATE_METHODS.has(name) && name !== 'push');
  }
  if (object.type === 'Identifier') {
    const owner = object.name as string;
    const module = names.libraries.get(owner);
    if (module !== undefined) return isImmediateOf(module, name);
    if (names.own.has(owner)) return true;
    if (IMMEDIATE.has(owner)) return !OUTWARD.has(name);
  }
  if (name === 'call' || name === 'apply') return isImmediate(object, lastName(object), argumentCount, names);
  if (name === 'get') return argumentCount < 2;
  if (name === 'exec') return true;
  return IMMEDIATE_METHODS.has(name) || (names.methods.has(name) && !OUTWARD.has(name));
}

function lastName(node: Node): string {
  const named = node.type === 'MemberExpression' ? child(node, 'property') : node;
  return named?.type === 'Identifier' ? (named.name as string) : '';
}

const isImmediateOf = (module: string, name: string) =>
  IMMEDIATE_MODULES.has(module) || name.endsWith('Sync');
