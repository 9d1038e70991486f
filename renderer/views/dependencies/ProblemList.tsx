import { useApp } from '#renderer/state/index.ts';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Dependencies.module.css';
import type { DependencyProblem, ProblemGroup } from './problems.ts';

interface ProblemListProps {
  /** `null` while they are looked for. */
  readonly groups: readonly ProblemGroup[] | null;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** Of one kind; whoever has more has a plan for them anyway. */
const shown = 200;

/** What is wrong with the dependencies; a press selects the module, a double press opens it. */
export function ProblemList({ groups, error, onRetry }: ProblemListProps) {
  const { select, openSource } = useApp.getState();
  const body = () => {
    if (error && !groups)
      return <ErrorMessage title="The structure cannot be read" error={error} onRetry={onRetry} />;
    if (!groups) return <LoadingMessage title="Looking for cycles and loose ends" />;
    if (groups.length === 0)
      return (
        <EmptyMessage icon="check" title="Nothing is wrong">
          No cycle, no import that leads nowhere, no package too many or too few.
        </EmptyMessage>
      );
    return groups.map(({ id, title, problems }) => (
      <section key={id} aria-label={title}>
        <h3>
          {title} <span>{count(problems.length)}</span>
        </h3>
        <ul>
          {problems.slice(0, shown).map((problem) => (
            <li key={problem.id}>
              <Problem
                problem={problem}
                onSelect={(path) => select({ kind: 'module', path })}
                onOpen={openSource}
              />
            </li>
          ))}
        </ul>
        {problems.length > shown && <p>The first {shown} are shown.</p>}
      </section>
    ));
  };
  return (
    <aside className={styles.list} aria-label="Problems of the dependencies">
      {body()}
    </aside>
  );
}

interface ProblemProps {
  readonly problem: DependencyProblem;
  readonly onSelect: (file: string) => void;
  readonly onOpen: (file: string, line: number | null) => void;
}

function Problem({ problem: { text, detail, file, line }, onSelect, onOpen }: ProblemProps) {
  return (
    <button
      type="button"
      className={styles.problem}
      data-tip={file === null ? undefined : 'A double press opens the source'}
      onClick={() => file !== null && onSelect(file)}
      onDoubleClick={() => file !== null && onOpen(file, line)}
    >
      <span className={styles.text}>{text}</span>
      <span className={styles.detail}>{detail}</span>
    </button>
  );
}
