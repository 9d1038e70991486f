import type { ExerciseOutcome } from '#contract';
import { argumentsOf, happened, results, resultTitles } from '#renderer/app/exercise/outcomes.ts';
import { resultClass } from '#renderer/app/exercise/result-class.ts';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { count } from '#renderer/widgets/format.ts';
import type { IndexColumn, SortKey } from '#renderer/widgets/table/index.ts';
import styles from './Exercise.module.css';

export function outcomeColumns(
  outcomes: readonly ExerciseOutcome[],
  theme: ThemeName,
): readonly IndexColumn[] {
  const of = (cell: (outcome: ExerciseOutcome) => React.ReactNode) => (row: number) => {
    const outcome = outcomes[row];
    return outcome ? cell(outcome) : null;
  };
  return [
    {
      id: 'result',
      title: 'Result',
      size: 96,
      cell: of(({ result }) => <span className={resultClass(result)}>{resultTitles[result]}</span>),
    },
    {
      id: 'function',
      title: 'Function',
      size: 200,
      cell: of(({ function: { name, file } }) => (
        <span className={styles.name}>
          <i className={styles.chip} style={{ background: moduleColor(file, theme) }} />
          <span>{name}</span>
        </span>
      )),
    },
    { id: 'happened', title: 'What happened', size: 220, grows: true, cell: of(happened) },
    {
      id: 'input',
      title: 'Called with',
      tip: 'The smallest arguments that were found to fail',
      size: 180,
      cell: of(({ input }) => <span className={styles.code}>{input === null ? '' : `(${input})`}</span>),
    },
    {
      id: 'arguments',
      title: 'Arguments',
      tip: 'Recorded: a run gave them. Of its types: what the parameters declare. Guessed: it may never be called so',
      size: 92,
      cell: of((outcome) => <span className={styles.muted}>{argumentsOf(outcome)}</span>),
    },
    {
      id: 'calls',
      title: 'Calls',
      size: 56,
      numeric: true,
      cell: of(({ calls }) => count(calls)),
    },
  ];
}

export function outcomeKey(outcomes: readonly ExerciseOutcome[], column: string): SortKey {
  switch (column) {
    case 'function':
      return outcomes.map(({ function: { name } }) => name);
    case 'happened':
      return outcomes.map(happened);
    case 'input':
      return outcomes.map(({ input }) => input ?? '');
    case 'arguments':
      return outcomes.map(argumentsOf);
    case 'calls':
      return Int32Array.from(outcomes, ({ calls }) => calls);
    default:
      return Int32Array.from(outcomes, ({ result }) => results.indexOf(result));
  }
}
