import { useMemo, useState } from 'react';
import type { RunId, SqlAnswer } from '#contract';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { AnswerChart } from './AnswerChart.tsx';
import { AnswerTable } from './AnswerTable.tsx';
import styles from './Sql.module.css';
import type { SqlState } from './use-sql.ts';

/** What a statement gave: rows, a chart of them, or why there are none. */
export function SqlAnswerView({ run, state }: { readonly run: RunId; readonly state: SqlState }) {
  const { answer, error, running } = state;
  if (!answer) {
    if (error) return <ErrorMessage title="The statement cannot be run" error={error} />;
    if (running) return <LoadingMessage title="Running the statement" />;
    return (
      <EmptyMessage icon="table" title="Ask the run a question">
        Write a SELECT over spans, errors, functions, calls, threads, logs, metrics or operations, or begin
        with an example.
      </EmptyMessage>
    );
  }
  return <Answer run={run} answer={answer} state={state} />;
}

interface AnswerProps {
  readonly run: RunId;
  readonly answer: SqlAnswer;
  readonly state: SqlState;
}

function Answer({ run, answer, state }: AnswerProps) {
  const [asChart, setAsChart] = useState(false);
  const facts = useMemo(
    () =>
      [
        plural(answer.rows.length, 'row'),
        answer.truncated && 'the first of more',
        `${count(Math.round(state.tookMs))} ms`,
        answer.pushedDown.length > 0 && `from page statistics: ${answer.pushedDown.join(', ')}`,
      ]
        .filter(Boolean)
        .join(', '),
    [answer, state.tookMs],
  );
  return (
    <section className={styles.answer} aria-label="Answer" aria-busy={state.running}>
      <div className={styles.bar}>
        <span className={styles.facts} role="status">
          {state.running ? 'Running' : facts}
        </span>
        <span className={styles.gap} />
        <Button small aria-pressed={!asChart} onClick={() => setAsChart(false)}>
          Table
        </Button>
        <Button small aria-pressed={asChart} onClick={() => setAsChart(true)}>
          Chart
        </Button>
      </div>
      {state.error && (
        <p className={styles.problem} role="alert">
          {state.error.message}
        </p>
      )}
      <div className={styles.body}>
        {answer.rows.length === 0 ? (
          <EmptyMessage icon="check" title="No rows">
            The statement is fine; nothing in this run fits it.
          </EmptyMessage>
        ) : asChart ? (
          <AnswerChart answer={answer} />
        ) : (
          <AnswerTable run={run} answer={answer} />
        )}
      </div>
    </section>
  );
}
