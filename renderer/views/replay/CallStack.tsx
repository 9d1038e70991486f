import type { FunctionTable, StepState } from '#contract';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useApp } from '#renderer/state/index.ts';
import styles from './Replay.module.css';

interface CallStackProps {
  readonly state: StepState | undefined;
  readonly table: FunctionTable | undefined;
  /** Place of the frame that is looked at. */
  readonly at: number;
  readonly onLook: (at: number) => void;
}

/** The open calls, the innermost first; a press looks at one, a double press selects it in every view. */
export function CallStack({ state, table, at, onLook }: CallStackProps) {
  const theme = useThemeName();
  const select = useApp((app) => app.select);
  return (
    <section className={styles.pane} aria-label="Call stack">
      <h2 className={styles.heading}>Call stack</h2>
      <ol className={styles.stack}>
        {state?.frames.map(({ span, function: fn, line }, place) => {
          const file = table?.files[table.file[fn] ?? -1] ?? '';
          const name = table?.name[fn] ?? `function ${fn}`;
          return (
            <li key={span}>
              <button
                type="button"
                className={styles.frame}
                aria-current={place === at ? 'step' : undefined}
                data-tip={`${file}:${line}. A double press selects the call in every view.`}
                onClick={() => onLook(place)}
                onDoubleClick={() => select({ kind: 'span', span, function: fn })}
              >
                <i style={{ background: moduleColor(file, theme) }} />
                <span className={styles.name}>{name}</span>
                <span className={styles.where}>
                  {file.slice(file.lastIndexOf('/') + 1)}
                  {line > 0 && `:${line}`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {state?.hasMoreFrames && <p className={styles.none}>More calls are open further out.</p>}
      {state?.frames.length === 0 && <p className={styles.none}>No call is open.</p>}
    </section>
  );
}
