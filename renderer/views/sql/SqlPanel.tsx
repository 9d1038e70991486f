import { useState } from 'react';
import type { RunId } from '#contract';
import { isMac, shortcutText } from '#renderer/app/commands/shortcut.ts';
import { useSqlSchema, useWorkbench } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Menu } from '#renderer/widgets/Menu.tsx';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { examples } from './examples.ts';
import { exportRows } from './export-rows.ts';
import { SaveQuery } from './SaveQuery.tsx';
import styles from './Sql.module.css';
import { SqlAnswerView } from './SqlAnswerView.tsx';
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
  const workbench = useWorkbench();
  const { sql: text, saved } = useApp((state) => state.queries);
  const { changeQueries, forgetQuery } = useApp.getState();
  const schema = useSqlSchema(run).value;
  const sql = useSql(run);
  const [saving, setSaving] = useState(false);
  const ask = () => {
    const statement = useApp.getState().queries.sql.trim();
    if (statement !== '') sql.ask(statement);
  };
  const use = (statement: string) => {
    changeQueries({ sql: statement });
    sql.ask(statement);
  };
  return (
    <div className={styles.panel}>
      <div className={styles.side}>
        <div className={styles.bar} role="toolbar" aria-label="SQL">
          {sql.running ? (
            <Button small look="outline" icon="stop" onClick={sql.cancel}>
              Cancel
            </Button>
          ) : (
            <Button
              small
              look="outline"
              icon="play"
              tip="Run the statement"
              shortcut={shortcutText('Ctrl+Enter', isMac)}
              disabled={text.trim() === ''}
              onClick={ask}
            >
              Run
            </Button>
          )}
          <Menu
            label="Examples"
            entries={examples.map(({ title, sql: statement }) => ({
              id: title,
              title,
              detail: statement.split('\n')[0],
              mono: true,
              onSelect: () => use(statement),
            }))}
            trigger={({ ref, open, toggle }) => (
              <Button small ref={ref} aria-haspopup="menu" aria-expanded={open} onClick={toggle}>
                Examples
              </Button>
            )}
          />
          <Menu
            label="Saved statements"
            entries={[
              {
                id: 'save',
                title: 'Save this statement...',
                icon: 'plus',
                disabled: text.trim() === '',
                onSelect: () => setSaving(true),
              },
              ...(saved.length > 0 ? [{ kind: 'line' as const, id: 'line' }] : []),
              ...saved.map(({ name, sql: statement }) => ({
                id: `use ${name}`,
                title: name,
                detail: statement.split('\n')[0],
                mono: true,
                onSelect: () => use(statement),
              })),
              ...saved.map(({ name }) => ({
                id: `forget ${name}`,
                title: `Forget ${name}`,
                icon: 'trash' as const,
                danger: true,
                onSelect: () => forgetQuery(name),
              })),
            ]}
            trigger={({ ref, open, toggle }) => (
              <Button small ref={ref} aria-haspopup="menu" aria-expanded={open} onClick={toggle}>
                Saved
              </Button>
            )}
          />
          <span className={styles.gap} />
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              small
              tip="Write what the statement gives to a file, 100,000 rows at most"
              disabled={text.trim() === ''}
              onClick={() => void exportRows(workbench, run, text, format)}
            >
              {format.toUpperCase()}
            </Button>
          ))}
        </div>
        <SqlEditor
          text={text}
          schema={schema}
          onChange={(statement) => changeQueries({ sql: statement })}
          onRun={ask}
        />
      </div>
      <SqlAnswerView run={run} state={sql} />
      {saving && <SaveQuery sql={text} onClose={() => setSaving(false)} />}
    </div>
  );
}
