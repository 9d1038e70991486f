import { parentsElsewhere } from '../../node/testing/join-threads.ts';
import type { TestSpan, TestThread } from '../../node/testing/read-spools.ts';

/** Longer chains of calls of one function to itself alone are drawn as one line. */
const LONGEST_DRAWN = 10;

/**
 * What was recorded as the `.tree` files of the fixtures draw it: a block per thread, headed `main`, `thread` or
 * `process`, and a line per span, indented by its depth, in order of their beginnings. Behind the name: `!` ended by
 * an exception, `open` never ended, `~n` suspended n times, `chain n` n nested calls of the same function, `<- name` on behalf
 * of a span in another thread or process.
 */
export function renderThreads(threads: readonly TestThread[]): string {
  const elsewhere = parentsElsewhere(threads);
  const first = threads.find((thread) => thread.process.threadId === 0 && !isChild(thread, threads));
  const blocks = threads
    .filter((thread) => thread === first || thread.spans.length > 0)
    .map((thread) => {
      const heading = thread === first ? 'main' : thread.process.threadId === 0 ? 'process' : 'thread';
      const roots = thread.spans.filter((span) => !span.parent);
      return [heading, ...roots.flatMap((root) => renderSpan(root, elsewhere))].join('\n');
    });
  return `${[...blocks].sort(byHeading).join('\n')}\n`;
}

function isChild(thread: TestThread, all: readonly TestThread[]): boolean {
  return all.some((other) => other.process.pid === thread.process.ppid);
}

function byHeading(a: string, b: string): number {
  const order = ['main', 'thread', 'process'];
  const rank = (block: string) => order.indexOf(block.split('\n', 1)[0] as string);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function renderSpan(root: TestSpan, elsewhere: ReadonlyMap<TestSpan, TestSpan>): string[] {
  const lines: string[] = [];
  const pending: { span: TestSpan; depth: number }[] = [{ span: root, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { span, depth } = next;
    let innermost = span;
    let length = 1;
    while (innermost.children.length === 1 && innermost.children[0]?.name === innermost.name) {
      innermost = innermost.children[0] as TestSpan;
      length++;
    }
    const chain = length > LONGEST_DRAWN;
    const parts = [span.name];
    if (span.status === 'error') parts.push('!');
    if (span.suspensions > 0) parts.push(`~${span.suspensions}`);
    if (span.status === 'open' || span.status === 'suspended') parts.push('open');
    if (chain) parts.push(`chain ${length}`);
    const parent = elsewhere.get(span);
    if (parent) parts.push(`<- ${parent.name}`);
    lines.push(`${'  '.repeat(depth)}${parts.join(' ')}`);
    const { children } = chain ? innermost : span;
    for (const child of [...children].reverse()) pending.push({ span: child, depth: depth + 1 });
  }
  return lines;
}

/** `drawn` with the numbers that `expected` leaves open (`~?`, `chain *`) left open as well. */
export function forgetOpenNumbers(drawn: string, expected: string): string {
  const wanted = expected.split('\n');
  const forget = (line: string, i: number) => {
    const pattern = wanted[i] ?? '';
    const plain = pattern.includes('~?') ? line.replace(/ ~\d+/, ' ~?') : line;
    return pattern.includes('chain *') ? plain.replace(/chain \d+/, 'chain *') : plain;
  };
  return drawn.split('\n').map(forget).join('\n');
}
