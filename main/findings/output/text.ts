import type { Analysis } from '#contract';
import type { WriteOptions } from './index.ts';
import { exerciseLine, grades, placeOf, shown, summaryRows, visible } from './words.ts';

/** For a terminal: the summary, then the findings by severity. */
export function textAnalysis(analysis: Analysis, { all }: WriteOptions): string {
  const rows = summaryRows(analysis.summary);
  const width = Math.max(...rows.map(([title]) => title.length)) + 1;
  const { findings, left } = shown(analysis, all);
  const lines = ['Summary', ...rows.map(([title, value]) => `  ${`${title}:`.padEnd(width)} ${value}`)];
  const exercised = exerciseLine(analysis);
  if (exercised !== null) lines.push('', exercised);
  for (const grade of grades) {
    const ofGrade = findings.filter(({ severity }) => severity === grade);
    if (ofGrade.length === 0) continue;
    lines.push('', `${grade[0]?.toUpperCase()}${grade.slice(1)} (${ofGrade.length})`);
    for (const finding of ofGrade) {
      lines.push(`  ${visible(placeOf(finding))}  ${finding.rule}`, `    ${visible(finding.message)}`);
      for (const { text } of finding.evidence) lines.push(`      ${visible(text)}`);
    }
  }
  if (findings.length === 0) lines.push('', 'Nothing was found.');
  if (left > 0) lines.push('', `Less certain findings that are left out: ${left}; --all shows them.`);
  const silenced = analysis.suppressed.reduce((sum, { count }) => sum + count, 0);
  if (silenced > 0) lines.push(`${silenced} findings are silenced by settings or comments.`);
  for (const warning of analysis.warnings) lines.push(`Note: ${visible(warning)}`);
  return `${lines.join('\n')}\n`;
}
