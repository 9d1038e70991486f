import { useMemo } from 'react';
import type { VariableState } from '#contract';
import { CodePane, useFoundLine } from '#renderer/app/code/index.ts';
import { valueText } from '#renderer/app/values/value-text.ts';
import { useSource } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './Replay.module.css';

interface ReplaySourceProps {
  /** Relative to the project; `null` while it is not known, and at the end. */
  readonly file: string | null;
  readonly line: number | null;
  readonly isEnd: boolean;
  readonly variables: readonly VariableState[];
  readonly onCaret: (line: number) => void;
}

/** The file of the call that is looked at, its line lit up, and its values where they are declared. */
export function ReplaySource({ file, line, isEnd, variables, onCaret }: ReplaySourceProps) {
  const project = useApp(({ location }) => location.project);
  const find = useApp((state) => state.find.text);
  const { value, error, retry } = useSource(project, file);
  const reveal = useFoundLine(value?.text ?? '', line);
  const marks = useMemo(
    () => ({ current: line, figures: new Map(), notes: notesOf(variables), failed: new Set<number>() }),
    [line, variables],
  );
  const pane = () => {
    if (isEnd)
      return (
        <EmptyMessage icon="check" title="The end of this thread">
          Every step has run. Step back to see the last one.
        </EmptyMessage>
      );
    if (error && !value)
      return <ErrorMessage title={`${file} cannot be shown`} error={error} onRetry={retry} />;
    if (!value) return <LoadingMessage title="Reading the source" />;
    return <CodePane source={value} marks={marks} reveal={reveal} find={find} onCaret={onCaret} />;
  };
  return (
    <section className={styles.source} aria-label="Source of the step">
      <div className={styles.head}>
        <span className={styles.path}>{isEnd ? '' : (file ?? '')}</span>
        {line !== null && !isEnd && <span>:{line}</span>}
      </div>
      <div className={styles.code}>{pane()}</div>
    </section>
  );
}

/** `total = 12, rate = 0.2` behind the line that declares them. */
function notesOf(variables: readonly VariableState[]): ReadonlyMap<number, string> {
  const notes = new Map<number, string>();
  for (const { variable, line, value } of variables) {
    const text = `${variable.name} = ${valueText(value, 40)}`;
    const here = notes.get(line);
    notes.set(line, here === undefined ? text : `${here}, ${text}`);
  }
  return notes;
}
