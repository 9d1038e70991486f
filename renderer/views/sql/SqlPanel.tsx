import type { RunId } from '#contract';
import { useSqlSchema } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Sql.module.css';
import { SqlAnswerView } from './SqlAnswerView.tsx';
import { SqlBar } from './SqlBar.tsx';
import { SqlEditor } from './SqlEditor.tsx';
import { useSql } from './use-sql.ts';

/** Questions in SQL to the run on screen. */
export function SqlPanel() {
  const run = useApp(({ location }) => location.run);
  if (run === null)
    return (
      <EmptyMessage icon="table" title="No run is shown">
        Choose a run above, or run the project: its spans can then be asked in SQL.
      </EmptyMessage>
    );
  return <Sql key={run} run={run} />;
}

function Sql({ run }: { readonly run: RunId }) {
  const text = useApp((state) => state.queries.sql);
  const { changeQueries, rememberStatement } = useApp.getState();
  const schema = useSqlSchema(run).value;
  const sql = useSql(run);
  const ask = () => {
    const statement = useApp.getState().queries.sql.trim();
    if (statement === '') return;
    rememberStatement(statement);
    sql.ask(statement);
  };
  return (
    <div className={styles.panel}>
      <div className={styles.side}>
        <SqlBar
          {...{ run, schema }}
          running={sql.running}
          onAsk={ask}
          onCancel={sql.cancel}
          onUse={(statement) => {
            changeQueries({ sql: statement });
            ask();
          }}
        />
        <SqlEditor
          text={text}
          schema={schema}
          onChange={(statement) => changeQueries({ sql: statement })}
          onRun={ask}
        />
      </div>
      <SqlAnswerView run={run} state={sql} />
    </div>
  );
}
