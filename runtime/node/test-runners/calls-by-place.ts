import type { TracedOutcome } from '../testing/run-traced.ts';

/** `file:line name` of each call of a function, and how often there is one. */
export function callsByPlace({ threads }: TracedOutcome): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { spans } of threads)
    for (const { file, line, name, kind } of spans) {
      if (kind === 'call' || kind === 'await') continue;
      const key = `${file}:${line} ${name}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  return counts;
}
