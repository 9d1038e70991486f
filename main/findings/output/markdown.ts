import type { Analysis } from '#contract';
import type { WriteOptions } from './index.ts';
import { exerciseLine, grades, placeOf, shown, summaryRows, visible } from './words.ts';

/** For a page or a comment on a change. */
export function markdownAnalysis(analysis: Analysis, { all, rules }: WriteOptions): string {
  const { findings, left } = shown(analysis, all);
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const lines = [
    '# Analysis',
    '',
    '| Figure | Value |',
    '|---|---:|',
    ...summaryRows(analysis.summary).map((row) => `| ${row.join(' | ')} |`),
  ];
  const exercised = exerciseLine(analysis);
  if (exercised !== null) lines.push('', exercised);
  for (const grade of grades) {
    const ofGrade = findings.filter(({ severity }) => severity === grade);
    if (ofGrade.length === 0) continue;
    lines.push(
      '',
      `## ${grade[0]?.toUpperCase()}${grade.slice(1)}`,
      '',
      '| Rule | Place | What is wrong |',
      '|---|---|---|',
    );
    for (const finding of ofGrade)
      lines.push(
        `| ${titles.get(finding.rule) ?? finding.rule} | \`${cell(placeOf(finding)).replaceAll('`', '')}\` | ${cell(finding.message)} |`,
      );
  }
  if (findings.length === 0) lines.push('', 'Nothing was found.');
  if (left > 0) lines.push('', `Less certain findings that are left out: ${left}.`);
  for (const warning of analysis.warnings) lines.push('', `> ${visible(warning)}`);
  return `${lines.join('\n')}\n`;
}

/** Text inside of a table's cell, with nothing that Markdown or HTML would take for its own. */
const cell = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[|\\*_[\]]/g, (c) => `\\${c}`);
