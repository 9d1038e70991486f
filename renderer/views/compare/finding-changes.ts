import type { Analysis, Finding, FindingSeverity } from '#contract';

export interface FindingChanges {
  /** Only in the run, or graver there; the gravest first. */
  readonly worse: readonly Finding[];
  /** Only in the base, or less grave in the run. */
  readonly better: readonly Finding[];
  /** The same in both. */
  readonly same: number;
}

const rank: Readonly<Record<FindingSeverity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };

/** What two runs show of the same source. A finding keeps its id as long as rule, file, function and subject are the same. */
export function findingChanges(base: Analysis, next: Analysis): FindingChanges {
  const before = new Map(base.findings.map((finding) => [finding.id, finding]));
  const after = new Map(next.findings.map((finding) => [finding.id, finding]));
  const graver = (finding: Finding, than: Finding | undefined) =>
    than === undefined || rank[finding.severity] > rank[than.severity];
  const worse = next.findings.filter((finding) => graver(finding, before.get(finding.id)));
  const better = base.findings.filter((finding) => graver(finding, after.get(finding.id)));
  return { worse, better, same: next.findings.length - worse.length };
}
