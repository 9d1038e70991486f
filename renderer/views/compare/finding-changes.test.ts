import { expect, it } from 'vitest';
import type { Analysis, Finding, FindingSeverity } from '#contract';
import { findingChanges } from './finding-changes.ts';

const analysis = (findings: Readonly<Record<string, FindingSeverity>>): Analysis =>
  ({
    findings: Object.entries(findings).map(([id, severity]) => ({ id, severity }) as Finding),
  }) as unknown as Analysis;

it('findings of two runs differ by what came, went, and became graver', () => {
  const base = analysis({ slow: 'low', gone: 'high', mended: 'high', same: 'medium' });
  const next = analysis({ new: 'high', slow: 'medium', mended: 'low', same: 'medium' });
  const { worse, better, same } = findingChanges(base, next);
  expect(worse.map(({ id }) => id)).toEqual(['new', 'slow']);
  expect(better.map(({ id }) => id)).toEqual(['gone', 'mended']);
  // The mended one is in both, too.
  expect(same).toBe(2);
});
