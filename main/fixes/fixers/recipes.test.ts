import { describe, expect, it } from 'vitest';
import type { Finding } from '#contract';
import type { FixContext } from '../fixer.ts';
import { recipeFixers } from './recipes.ts';

/** What is recommended for a function that is all of a file. */
async function recommended(rule: string, file: string, text: string, evidence: string[] = []) {
  const code = text.trim();
  const finding = {
    rule,
    function: { name: 'pairs', line: 1 },
    range: { file, line: 1, endLine: code.split('\n').length, start: -1, end: -1 },
    evidence: evidence.map((one) => ({ text: one })),
  } as unknown as Finding;
  const context = { peek: async () => code } as unknown as FixContext;
  const fixer = recipeFixers.find((one) => one.rule === rule);
  const proposal = await fixer?.propose(finding, context);
  return proposal !== undefined && 'reason' in proposal ? proposal.reason : null;
}

const nested = `
export function pairs(orders) {
  // for (const nothing of comments) {}
  const counts = new Map();
  for (const order of orders) {
    for (const a of order.items) {
      for (const b of order.items) add(counts, a, b);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}`;

const python = `
def pairs(orders):
    counts = {}
    for order in orders:
        for item in order.items:
            count(counts, item)
    return counts`;

describe('what is slow, and has no fix', () => {
  it('is told with the loop that stands deepest, as it is written', async () => {
    expect(await recommended('slow-function', 'shop.js', nested)).toContain(
      'Begin with `for (const b of order.items) add(counts, a, b);` on line 6: ',
    );
    expect(await recommended('slow-function', 'job.py', python)).toMatch(
      /Begin with `for item in order\.items:` on line 4: .* kept in a dict\./,
    );
    expect(await recommended('slow-function', 'shop.js', 'function pairs() {\n  return 1;\n}')).not.toContain(
      'Begin with',
    );
  });

  it('and was not before, with the loop, or with the first call where there is none', async () => {
    expect(await recommended('slower-than-before', 'shop.js', nested)).toContain('line 6');
    const straight = 'async function pairs(id) {\n  if (id) {\n    await load(id);\n  }\n  save(id);\n}';
    expect(await recommended('slower-than-before', 'shop.js', straight)).toContain(
      'begin with the time of `await load(id);` on line 3.',
    );
  });

  it('at times, with the line that calls what the slow ones spent their time in', async () => {
    const text =
      'async function pairs(id) {\n  check(id);\n  const rates = await bank.rates(id);\n  return rates;\n}';
    const evidence = ['99th percentile 80 ms, fastest 1 ms.', '4 slow calls spent most of it in Bank.rates.'];
    expect(await recommended('high-variance', 'shop.js', text, evidence)).toBe(
      'Open the slowest and a usual call of pairs side by side, first at `const rates = await bank.rates(id);` on line 3: what the slow one waits for is the cause.',
    );
    expect(await recommended('high-variance', 'shop.js', 'const pairs = 1', [])).toContain('side by side: ');
  });
});
