import type { TestEvent } from './events.ts';
import type { TestFunction } from './spool-builder.ts';

/**
 * A thread drawn as an indented call tree, one span a line:
 *
 * ```
 * main@app.js 0-100
 *   load@db.js 10-40 ~15-30      suspended from 15 to 30
 *   parse! 40-60                 throws
 *   serve 60-                    never ends
 * ```
 *
 * Times are ns. Without `@file` a function is in `app.js`; its line is its place among the functions, from 1.
 */
export interface DrawnThread {
  readonly functions: readonly TestFunction[];
  readonly events: readonly TestEvent[];
}

interface Drawn {
  readonly fn: number;
  readonly start: number;
  readonly end: number | null;
  readonly fails: boolean;
  /** Mark of a span that is suspended. */
  readonly mark: number;
  readonly suspensions: readonly (readonly [number, number])[];
  readonly children: Drawn[];
}

const LINE = /^( *)([^\s!@]+)(?:@([^\s!]+))?(!?) (\d+)-(\d*)((?: ~\d+-\d+)*)$/;

/** `functions` found in an earlier thread of the same process may be given, so that both use the same ids. */
export function drawThread(drawing: string, known: readonly TestFunction[] = []): DrawnThread {
  const functions: TestFunction[] = [...known];
  const roots: Drawn[] = [];
  const path: Drawn[] = [];
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  for (const [i, line] of lines.entries()) {
    const match = LINE.exec(line.slice(margin).trimEnd());
    if (!match) throw new Error(`Not a span: ${line}`);
    const [, indent = '', name = '', file = 'app.js', fails, start, end, suspensions = ''] = match;
    let fn = functions.findIndex((f) => f.name === name && (f.file ?? 'app.js') === file);
    if (fn < 0) fn = functions.push({ name, file }) - 1;
    const span: Drawn = {
      fn,
      start: Number(start),
      end: end === '' ? null : Number(end),
      fails: fails === '!',
      mark: i + 1,
      suspensions: suspensions
        .split(' ~')
        .slice(1)
        .map((pair) => pair.split('-').map(Number) as [number, number]),
      children: [],
    };
    path.length = indent.length / 2;
    (path.at(-1)?.children ?? roots).push(span);
    path.push(span);
  }
  // Stable: at one time, what stands first in the drawing comes first.
  const events = roots.flatMap(eventsOf).sort((a, b) => a.at - b.at);
  return { functions, events };
}

type Timed = TestEvent & { readonly at: number };

function eventsOf(span: Drawn): Timed[] {
  const { fn, start, end, mark, suspensions } = span;
  const enter: Timed =
    suspensions.length > 0 ? { op: 'enterAsync', fn, mark, at: start } : { op: 'enter', fn, at: start };
  const pieces: { readonly at: number; readonly events: Timed[] }[] = [
    ...suspensions.flatMap(([from, to]) => [
      { at: from, events: [{ op: 'suspend', at: from } as const] },
      { at: to, events: [{ op: 'resume', mark, at: to } as const] },
    ]),
    ...span.children.map((child) => ({ at: child.start, events: eventsOf(child) })),
  ];
  pieces.sort((a, b) => a.at - b.at);
  const exit: Timed[] = end === null ? [] : [{ op: span.fails ? 'throw' : 'exit', at: end }];
  return [enter, ...pieces.flatMap((piece) => piece.events), ...exit];
}
