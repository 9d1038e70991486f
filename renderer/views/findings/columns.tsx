import type { Finding } from '#contract';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import type { IndexColumn, SortKey } from '#renderer/widgets/table/index.ts';
import styles from './Findings.module.css';
import { severities } from './facets.ts';

const confidences = ['high', 'medium', 'low'];

export function findingColumns(findings: readonly Finding[], theme: ThemeName): readonly IndexColumn[] {
  const of = (cell: (finding: Finding) => React.ReactNode) => (row: number) => {
    const finding = findings[row];
    return finding ? cell(finding) : null;
  };
  return [
    {
      id: 'severity',
      title: 'Severity',
      size: 78,
      cell: of(({ severity }) => <span className={styles[severity]}>{severity}</span>),
    },
    {
      id: 'rule',
      title: 'Rule',
      size: 124,
      grows: 0.16,
      cell: of(({ rule }) => <span className={styles.rule}>{rule}</span>),
    },
    { id: 'message', title: 'What is wrong', size: 240, grows: true, cell: of(({ message }) => message) },
    {
      id: 'place',
      title: 'Place',
      size: 150,
      grows: 0.24,
      cell: of(({ range }) => (
        <span className={styles.place} data-tip={`${range.file}:${range.line}`}>
          <i className={styles.chip} style={{ background: moduleColor(range.file, theme) }} />
          <span>
            <bdi>{`${range.file}:${range.line}`}</bdi>
          </span>
        </span>
      )),
    },
    {
      id: 'confidence',
      title: 'Confidence',
      tip: 'High: nothing speaks against it. The evidence says what does',
      size: 84,
      cell: of(({ confidence }) => <span className={styles.muted}>{confidence}</span>),
    },
  ];
}

export function findingKey(findings: readonly Finding[], column: string): SortKey {
  switch (column) {
    case 'rule':
    case 'message':
      return findings.map((finding) => finding[column]);
    case 'place':
      return findings.map(({ range }) => `${range.file}:${String(range.line).padStart(7, '0')}`);
    case 'confidence':
      return Int32Array.from(findings, ({ confidence }) => confidences.indexOf(confidence));
    default:
      return Int32Array.from(findings, ({ severity }) => severities.indexOf(severity));
  }
}
