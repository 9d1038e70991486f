import type { ModuleGraph, Run } from '#contract';
import { useModules, useProgress } from '../../data/index.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { EmptyMessage } from '../../widgets/Message.tsx';
import styles from './Problems.module.css';

export interface Problem {
  readonly id: string;
  readonly tone: 'error' | 'warning';
  readonly title: string;
  readonly detail: string;
}

/** What went wrong with the run and its sources, worst first. */
export function useProblems(run: Run | undefined): readonly Problem[] {
  const progress = useProgress(run?.id ?? null).value;
  const modules = useModules(run?.dir ?? null, run?.id ?? null).value;
  const problems: Problem[] = [];
  if (run?.diagnosis) {
    const { title, detail, action } = run.diagnosis;
    problems.push({ id: 'diagnosis', tone: 'error', title, detail: `${detail}\n${action}` });
  }
  for (const { file, reason } of progress?.honesty.skippedFiles ?? []) {
    problems.push({
      id: `skipped ${file}`,
      tone: 'warning',
      title: `${file} was not traced`,
      detail: reason,
    });
  }
  return modules ? [...problems, ...sourceProblems(modules)] : problems;
}

function sourceProblems({ modules, unresolved, unreadable }: ModuleGraph): Problem[] {
  return [
    ...unreadable.map(
      ({ path, reason }): Problem => ({
        id: `unreadable ${path}`,
        tone: 'warning',
        title: `${path} could not be parsed`,
        detail: reason,
      }),
    ),
    ...unresolved.map(
      ({ module, specifier, line }): Problem => ({
        id: `unresolved ${module} ${line} ${specifier}`,
        tone: 'warning',
        title: `Import of ${specifier} leads nowhere`,
        detail: `${modules.path[module]}:${line}`,
      }),
    ),
  ];
}

export function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return <EmptyMessage icon="check" title="No problems in this run" />;
  return (
    <ul className={styles.list} aria-label="Problems">
      {problems.map(({ id, tone, title, detail }) => (
        <li key={id} className={styles.item}>
          <span className={styles[tone]}>
            <Icon name={tone} />
          </span>
          <span>
            <div className={styles.title}>{title}</div>
            <div className={styles.detail}>{detail}</div>
          </span>
        </li>
      ))}
    </ul>
  );
}
