import { parentsElsewhere } from '../testing/join-threads.ts';
import { type TestSpan, type TestThread, treeText } from '../testing/read-spools.ts';

const isSite = ({ kind }: TestSpan) => kind === 'call' || kind === 'await';

/**
 * The call tree of functions as it is drawn: without the spans of calls and awaits, which levels from 3 on have between
 * them, and without the names of what encloses a function. Siblings stand as in `inOrder`.
 */
export function functionTree(spans: readonly TestSpan[], inOrder = spans): string {
  const order = new Map(inOrder.map((span, i) => [span, i]));
  const position = (span: TestSpan) => order.get(span) ?? 0;
  const functions = (list: readonly TestSpan[]): TestSpan[] =>
    list.flatMap((span) => (isSite(span) ? functions(span.children) : [span]));
  const bare = (list: readonly TestSpan[]): TestSpan[] =>
    functions(list)
      .sort((a, b) => position(a) - position(b))
      .map((span) => ({ ...span, parent: undefined, children: bare(span.children) }));
  const drawn = treeText(bare(spans.filter((span) => !span.parent)));
  return drawn.replace(/^( *(?:\d+x )?)\S*\.(?=\S)/gm, '$1');
}

/** The same over all threads and processes: `~` begins what another thread has caused, behind what the own thread has. */
export function wholeTree(threads: readonly TestThread[]): string {
  const elsewhere = parentsElsewhere(threads);
  const spans = threads.flatMap((thread) => thread.spans);
  const copies = new Map(spans.map((span) => [span, { ...span, children: [] as TestSpan[] }]));
  for (const [span, copy] of copies) {
    const far = elsewhere.get(span);
    const parent = copies.get((span.parent ?? far) as TestSpan);
    const name = far ? `~${span.name.slice(span.name.lastIndexOf('.') + 1)}` : span.name;
    const joined = Object.assign(copy, { name, parent });
    parent?.children.push(joined);
  }
  const all = [...copies.values()];
  const isFar = ({ name }: TestSpan) => name.startsWith('~');
  return functionTree(all, [...all.filter((span) => !isFar(span)), ...all.filter(isFar)]);
}
