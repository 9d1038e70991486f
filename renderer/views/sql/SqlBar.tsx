import { useState } from 'react';
import type { RunId, SqlSchema } from '#contract';
import { isMac, shortcutText } from '#renderer/app/commands/shortcut.ts';
import { useWorkbench } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import type { MenuEntry } from '#renderer/widgets/Menu.tsx';
import { MenuButton } from '#renderer/widgets/MenuButton.tsx';
import { examples } from './examples.ts';
import { exportRows } from './export-rows.ts';
import { SaveQuery } from './SaveQuery.tsx';
import styles from './Sql.module.css';

interface SqlBarProps {
  readonly run: RunId;
  readonly schema: SqlSchema | undefined;
  readonly running: boolean;
  readonly onAsk: () => void;
  readonly onCancel: () => void;
  /** Puts a statement into the editor and runs it. */
  readonly onUse: (sql: string) => void;
}

/** What can be asked, and what becomes of the answer. */
export function SqlBar({ run, schema, running, onAsk, onCancel, onUse }: SqlBarProps) {
  const workbench = useWorkbench();
  const { sql: text, saved, statements } = useApp((state) => state.queries);
  const { forgetQuery } = useApp.getState();
  const [saving, setSaving] = useState(false);
  const isEmpty = text.trim() === '';
  const statementEntry = (id: string, title: string, sql: string): MenuEntry => ({
    id,
    title,
    detail: sql.split('\n')[0],
    mono: true,
    onSelect: () => onUse(sql),
  });
  return (
    <div className={styles.bar} role="toolbar" aria-label="SQL">
      {running ? (
        <Button small look="outline" icon="stop" onClick={onCancel}>
          Cancel
        </Button>
      ) : (
        <Button
          small
          look="outline"
          icon="play"
          tip="Run the statement"
          shortcut={shortcutText('Ctrl+Enter', isMac)}
          disabled={isEmpty}
          onClick={onAsk}
        >
          Run
        </Button>
      )}
      <MenuButton
        small
        label="Tables"
        tip="What can be asked of, with its columns"
        entries={(schema?.tables ?? []).map(({ name, columns }) => ({
          id: name,
          title: name,
          detail: columns.join(', '),
          onSelect: () => onUse(`SELECT * FROM ${name} LIMIT 100`),
        }))}
      >
        Tables
      </MenuButton>
      <MenuButton
        small
        label="Examples"
        entries={examples.map(({ title, sql }) => statementEntry(title, title, sql))}
      >
        Examples
      </MenuButton>
      <MenuButton
        small
        label="Earlier statements"
        tip="Statements that were run, the newest first"
        disabled={statements.length === 0}
        entries={statements.map((sql) => ({
          id: sql,
          title: sql.replace(/\s+/g, ' '),
          onSelect: () => onUse(sql),
        }))}
      >
        History
      </MenuButton>
      <MenuButton
        small
        label="Saved statements"
        entries={[
          {
            id: 'save',
            title: 'Save this statement...',
            icon: 'plus',
            disabled: isEmpty,
            onSelect: () => setSaving(true),
          },
          ...(saved.length > 0 ? [{ kind: 'line' as const, id: 'line' }] : []),
          ...saved.map(({ name, sql }) => statementEntry(`use ${name}`, name, sql)),
          ...saved.map(({ name }) => ({
            id: `forget ${name}`,
            title: `Forget ${name}`,
            icon: 'trash' as const,
            danger: true,
            onSelect: () => forgetQuery(name),
          })),
        ]}
      >
        Saved
      </MenuButton>
      <span className={styles.gap} />
      {(['csv', 'json'] as const).map((format) => (
        <Button
          key={format}
          small
          tip="Write what the statement gives to a file, 100,000 rows at most"
          disabled={isEmpty}
          onClick={() => void exportRows(workbench, run, text, format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      {saving && <SaveQuery sql={text} onClose={() => setSaving(false)} />}
    </div>
  );
}
