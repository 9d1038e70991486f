import type { Finding, FindingRule, FindingSeverity } from '#contract';
import { type FindingChoice, matchesFind } from '#renderer/state/index.ts';

/** The gravest first. */
export const severities: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low'];

/** Adds what is not among the chosen, and takes away what is. */
export const toggled = <T>(chosen: readonly T[], one: T): readonly T[] =>
  chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];

export function isShown(finding: Finding, { severities, rules }: FindingChoice, text: string): boolean {
  return (
    (severities.length === 0 || severities.includes(finding.severity)) &&
    (rules.length === 0 || rules.includes(finding.rule)) &&
    (text === '' ||
      matchesFind(
        text,
        `${finding.rule} ${finding.function?.name ?? ''} ${finding.message}`,
        finding.range.file,
      ))
  );
}

export function countBySeverity(findings: readonly Finding[]): Readonly<Record<FindingSeverity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

export interface RuleFacet {
  readonly rule: string;
  readonly title: string;
  readonly findings: number;
}

export interface Group {
  readonly title: string;
  readonly rules: readonly RuleFacet[];
}

const categories: readonly (readonly [FindingRule['category'], string])[] = [
  ['broken', 'Broken'],
  ['slow', 'Slow'],
  ['leak', 'Leaks'],
  ['structure', 'Structure'],
  ['dead', 'Dead'],
  ['care', 'Care'],
];

/** The rules that found something, by category, those with most findings first. */
export function ruleGroups(findings: readonly Finding[], rules: readonly FindingRule[]): Group[] {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return categories.flatMap(([category, title]) => {
    const found = rules
      .filter((rule) => rule.category === category && counts.has(rule.id))
      .map(({ id, title: of }) => ({ rule: id, title: of, findings: counts.get(id) ?? 0 }))
      .sort((a, b) => b.findings - a.findings);
    return found.length === 0 ? [] : [{ title, rules: found }];
  });
}
