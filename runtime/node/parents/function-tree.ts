import { type TestSpan, treeText } from '../testing/read-spools.ts';

const isSite = ({ kind }: TestSpan) => kind === 'call' || kind === 'await';

/**
 * The call tree of functions as it is drawn: without the spans of calls and awaits, which levels from 3 on have between
 * them, and without the names of what encloses a function.
 */
export function functionTree(spans: readonly TestSpan[]): string {
  const order = new Map(spans.map((span, i) => [span, i]));
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
