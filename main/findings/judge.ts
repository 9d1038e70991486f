import { createHash } from 'node:crypto';
import picomatch from 'picomatch';
import type { Finding, FindingCategory, FindingSeverity } from '#contract';
import { count, type Draft, type Rule, type RuleContext } from './rule.ts';

export interface Judged {
  /** The gravest first, then the surest, then by file and line. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly { readonly rule: string; readonly count: number }[];
  /** Comments that silence a rule without saying why: they do not count. */
  readonly warnings: readonly string[];
}

const grades: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low'];
/** Categories of what somebody who writes a file would mend in it. */
const byHand = new Set<FindingCategory>(['dead', 'care', 'leak']);
const sureness = ['high', 'medium', 'low'];

/** Asks every rule, and applies the settings and the comments that silence them. */
export function judgeAll(rules: readonly Rule[], context: RuleContext): Judged {
  const { config, code, run } = context;
  const isIgnored = config.ignore.length === 0 ? () => false : picomatch([...config.ignore]);
  const silent = new Map<string, number>();
  const warnings: string[] = [];
  const silencer = silences(context, warnings);
  const made = new Set(code.graph.paths.filter((_, module) => code.code[module]?.isMade === true));
  if (made.size > 0)
    warnings.push(
      `In ${count(made.size, 'file')} that tools wrote, dead code, leaks and style are not looked for.`,
    );
  const findings = new Map<string, Finding>();
  for (const rule of rules) {
    const setting = config.rules[rule.id];
    if (setting === 'off') continue;
    for (const draft of rule.find(context)) {
      if (made.has(draft.file) && byHand.has(rule.category)) continue;
      if (isIgnored(draft.file) || silencer(rule.id, draft)) {
        silent.set(rule.id, (silent.get(rule.id) ?? 0) + 1);
        continue;
      }
      const finding = finish(rule, draft, setting, run?.run ?? null);
      if (!findings.has(finding.id)) findings.set(finding.id, finding);
    }
  }
  const paths = new Set(code.graph.paths);
  return {
    findings: [...findings.values()].sort(
      (a, b) =>
        grades.indexOf(a.severity) - grades.indexOf(b.severity) ||
        sureness.indexOf(a.confidence) - sureness.indexOf(b.confidence) ||
        Number(paths.has(b.range.file)) - Number(paths.has(a.range.file)) ||
        (a.range.file < b.range.file ? -1 : a.range.file > b.range.file ? 1 : 0) ||
        a.range.line - b.range.line ||
        (a.rule < b.rule ? -1 : 1),
    ),
    suppressed: [...silent]
      .map(([rule, count]) => ({ rule, count }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    warnings,
  };
}

function finish(rule: Rule, draft: Draft, setting: FindingSeverity | undefined, run: string | null): Finding {
  const {
    file,
    place,
    function: fn,
    message,
    evidence,
    confidence,
    severity,
    subject,
    inRun = false,
  } = draft;
  const { line, endLine, start, end } = place;
  const identity = [rule.id, file, fn?.name ?? '', subject ?? ''].join('\n');
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    rule: rule.id,
    severity: setting ?? severity ?? rule.severity,
    confidence,
    range: { file, line, endLine, start, end },
    function: fn === null ? null : { file, ...fn },
    message,
    evidence,
    run: inRun ? run : null,
  };
}

/** `callscape-ignore rule: reason` on the line of the finding, or on the line before. */
function silences({ code }: RuleContext, warnings: string[]): (rule: string, draft: Draft) => boolean {
  const silenced = new Set<string>();
  code.code.forEach((facts, module) => {
    const file = code.graph.paths[module] ?? '';
    for (const { line, rule, reason } of facts?.suppressions ?? []) {
      if (reason === '')
        warnings.push(
          `${file}:${line} silences ${rule} without a reason, and so does not. Write "callscape-ignore ${rule}: why".`,
        );
      else for (const at of [line, line + 1]) silenced.add(`${file} ${at} ${rule}`);
    }
  });
  return (rule, { file, place }) => silenced.has(`${file} ${place.line} ${rule}`);
}
