import { OP } from '../../runtime/format/index.ts';

/** Words of one made-up request, in pieces: it waits between two of them. The mark of its root is put in where it is 0. */
export interface RequestTemplate {
  readonly pieces: readonly Int32Array[];
  readonly spans: number;
  /** Whether its root is an async function, whose pieces begin with ENTER_ASYNC or RESUME. */
  readonly waits: boolean;
}

/** Repeatable random numbers (xorshift32), 0-1. */
export function randomOf(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Functions that a function calls in its source. */
const CALL_SITES = 5;

/** A fixed call graph: mostly to later functions, as layers call each other; now and then back, which makes recursion. */
function callGraph(functions: number): Int32Array {
  const random = randomOf(99);
  return Int32Array.from({ length: functions * CALL_SITES }, (_, i) => {
    const from = Math.floor(i / CALL_SITES);
    const step = Math.floor(random() ** 2 * functions * 0.3) + 1;
    return random() < 0.06 ? Math.max(0, from - Math.floor(random() * 20)) : (from + step) % functions;
  });
}

/**
 * The requests that a made-up server serves again and again: from 10 to 30,000 calls each (heavy-tailed), loops of up to hundreds
 * of calls to one function, recursions hundreds deep; a tenth of them wait; one call in 500 throws.
 */
export function requestTemplates(functions: number, count: number): RequestTemplate[] {
  const graph = callGraph(functions);
  return Array.from({ length: count }, (_, i) => {
    const random = randomOf(1000 + i * 7919);
    const spans = Math.min(30_000, Math.ceil(10 * (1 - random()) ** -1.1));
    return template(graph, random, { spans, entry: i % 40, deep: i % 17 === 0, waits: i % 10 === 0 });
  });
}

interface Shape {
  readonly spans: number;
  readonly entry: number;
  readonly deep: boolean;
  readonly waits: boolean;
}

function template(
  graph: Int32Array,
  random: () => number,
  { spans, entry, deep, waits }: Shape,
): RequestTemplate {
  const pieces: number[][] = [waits ? [-OP.ENTER_ASYNC, entry, 0] : [entry]];
  let words = pieces[0] as number[];
  const stack = [entry];
  /** Calls that the innermost span still makes, and the call site of the next one. */
  const left = [spans];
  const maxDepth = deep ? 400 : 12 + Math.floor(random() * 20);
  let made = 1;
  const leave = () => {
    words.push(random() < 0.002 && stack.length > 1 ? -OP.THROW : -OP.EXIT);
    stack.pop();
    left.pop();
  };
  while (stack.length > 0) {
    const depth = stack.length;
    const calls = left[depth - 1] as number;
    if (made >= spans || calls === 0 || depth > maxDepth) {
      leave();
      continue;
    }
    if (waits && depth === 1 && pieces.length < 3 && random() < 0.3) {
      words.push(-OP.SUSPEND);
      words = [-OP.RESUME, 0];
      pieces.push(words);
    }
    left[depth - 1] = calls - 1;
    const site = Math.floor(random() ** 2 * CALL_SITES);
    const callee = graph[(stack[depth - 1] as number) * CALL_SITES + site] as number;
    if (deep && depth < maxDepth * 0.9) {
      words.push(callee);
      stack.push(callee);
      left.push(2);
      made++;
      continue;
    }
    // A loop calls one function many times; its calls call little themselves.
    const times = random() < 0.1 ? Math.ceil(random() ** 3 * 300) : 1;
    for (let i = 1; i < times && made < spans - 1; i++, made++) words.push(callee, -OP.EXIT);
    words.push(callee);
    stack.push(callee);
    left.push(random() < 0.45 ? 0 : Math.ceil(random() ** 2 * 6));
    made++;
  }
  return { pieces: pieces.map((piece) => Int32Array.from(piece)), spans: made, waits };
}
