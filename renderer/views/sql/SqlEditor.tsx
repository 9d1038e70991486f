import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { SQLite, sql } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { SqlSchema } from '#contract';
import { codeLook } from '#renderer/app/code/index.ts';
import styles from './Sql.module.css';

interface SqlEditorProps {
  readonly text: string;
  readonly schema: SqlSchema | undefined;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

/** A statement with its colours, and completion of tables and columns. Escape, then Tab leaves it. */
export function SqlEditor(props: SqlEditorProps) {
  const { text, schema } = props;
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!frame.current) return;
    const run = () => {
      latest.current.onRun();
      return true;
    };
    const made = new EditorView({
      parent: frame.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL statement', tabindex: '0' }),
          EditorView.lineWrapping,
          history(),
          drawSelection(),
          closeBrackets(),
          bracketMatching(),
          // Who types quickly means the completion, too.
          autocompletion({ interactionDelay: 0 }),
          placeholder('SELECT name, calls FROM functions ORDER BY calls DESC'),
          language.current.of([]),
          codeLook,
          keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const tables = Object.fromEntries(
      (schema?.tables ?? []).map(({ name, columns }) => [name, [...columns]]),
    );
    const effects = language.current.reconfigure(
      sql({ dialect: SQLite, schema: tables, upperCaseKeywords: true }),
    );
    view.current?.dispatch({ effects });
  }, [schema]);
  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (view.current && shown !== text)
      view.current.dispatch({ changes: { from: 0, to: shown?.length ?? 0, insert: text } });
  }, [text]);
  return <div ref={frame} className={styles.editor} />;
}
