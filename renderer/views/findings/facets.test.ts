import { describe, expect, it } from 'vitest';
import type { Finding, FindingRule } from '#contract';
import { allFindings } from '#renderer/state/finding-choice.ts';
import { isShown, ruleGroups, toggled } from './facets.ts';

const finding = (rule: string, severity: Finding['severity'], message = '') =>
  ({
    rule,
    severity,
    message,
    range: { file: 'src/cart.ts', line: 3, endLine: 3, start: -1, end: -1 },
    function: { file: 'src/cart.ts', name: 'Cart.total', line: 3 },
  }) as Finding;

const rule = (id: string, category: FindingRule['category']) => ({ id, category, title: id }) as FindingRule;

describe('the findings that are shown', () => {
  const slow = finding('slow-function', 'high', 'It takes 300 ms.');

  it('are all until something is chosen', () => {
    expect(isShown(slow, allFindings, '')).toBe(true);
  });

  it('are those of any chosen severity and any chosen rule', () => {
    expect(isShown(slow, { severities: ['low', 'high'], rules: [] }, '')).toBe(true);
    expect(isShown(slow, { severities: ['low'], rules: ['slow-function'] }, '')).toBe(false);
    expect(isShown(slow, { severities: [], rules: ['dead-code'] }, '')).toBe(false);
  });

  it('have every word of the find text in their rule, function, file or message', () => {
    expect(isShown(slow, allFindings, 'CART 300')).toBe(true);
    expect(isShown(slow, allFindings, 'slow total')).toBe(true);
    expect(isShown(slow, allFindings, 'cart missing')).toBe(false);
  });
});

describe('the groups of rules', () => {
  it('have the rules that found something, most findings first, the gravest category first', () => {
    const rules = [rule('unused', 'dead'), rule('a', 'slow'), rule('b', 'slow'), rule('silent', 'broken')];
    const found = [finding('unused', 'low'), finding('a', 'low'), finding('b', 'low'), finding('b', 'high')];
    expect(ruleGroups(found, rules)).toEqual([
      {
        title: 'Slow',
        rules: [
          { rule: 'b', title: 'b', findings: 2 },
          { rule: 'a', title: 'a', findings: 1 },
        ],
      },
      { title: 'Dead', rules: [{ rule: 'unused', title: 'unused', findings: 1 }] },
    ]);
  });

  it('toggle', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
