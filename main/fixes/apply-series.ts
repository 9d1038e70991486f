import { randomUUID } from 'node:crypto';
import type { Finding, FixedFinding } from '#contract';
import type { FixEngine } from './fix-engine.ts';
import type { JournalEntry } from './journal.ts';
import type { Plan } from './plan.ts';
import type { Candidate } from './propose.ts';

/** A fix with what applying it behind those before it does. */
export type Chosen = Candidate & { readonly plan: Plan };

export const fixedFinding = ({ id, rule, severity, range, message }: Finding): FixedFinding => ({
  id,
  rule,
  severity,
  file: range.file,
  line: range.line,
  message,
});

/** What several fixes are called together. */
export const titleOf = (fixes: readonly { readonly title: string }[]): string =>
  fixes.length === 1 ? (fixes[0]?.title ?? '') : `${fixes.length} fixes`;

/** Applies a series as one batch: all of it or nothing. */
export async function applySeries(engine: FixEngine, series: readonly Chosen[]): Promise<JournalEntry[]> {
  const batch = randomUUID();
  const applied: JournalEntry[] = [];
  try {
    for (const { finding, title, plan } of series)
      applied.push(await engine.apply(title, plan, { finding: fixedFinding(finding), batch }));
  } catch (error) {
    await undoSeries(engine, applied);
    throw error;
  }
  return applied;
}

/** The last one first. */
export async function undoSeries(engine: FixEngine, applied: readonly JournalEntry[]): Promise<void> {
  for (const { id } of applied.toReversed()) await engine.undo(id);
}
