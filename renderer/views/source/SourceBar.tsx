import type { SourceText } from '#contract';
import type { KeysInView } from '#renderer/app/keys/use-keys.ts';
import { stepsOfCall } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { count, plural } from '#renderer/widgets/format.ts';
import styles from './Source.module.css';

interface SourceBarProps {
  readonly source: SourceText;
  readonly lines: number;
  /** Whether each line has figures of its own. */
  readonly hasLines: boolean;
  /** Whether values of the selected call are missing, because it ran through too many lines. */
  readonly isCut: boolean;
  readonly keys: KeysInView<'follow' | 'figure' | 'editor'>;
  readonly onEditor: () => void;
}

/** What file it is, what its figures are, and the way to the editor. */
export function SourceBar({ source, lines, hasLines, isCut, keys, onEditor }: SourceBarProps) {
  const run = useApp(({ location }) => location.run);
  return (
    <div className={styles.bar}>
      <span className={styles.path}>{source.path}</span>
      <span className={styles.muted}>
        {source.language}, {plural(lines, 'line')}
      </span>
      {source.map !== undefined && (
        <span
          className={styles.muted}
          data-tip="The file itself is not in the project; this is what its source map has for it, as it was when that was built"
        >
          only in {source.map}
        </span>
      )}
      <span
        className={styles.muted}
        data-tip={
          hasLines
            ? 'How often a line ran, and the time until the next line of its call; lines between two calls share their time'
            : 'Calls and self time where a function begins, calls and their time where one is called. Level 4 counts each line.'
        }
      >
        {run === null
          ? 'without figures: there is no run yet'
          : hasLines
            ? 'by line'
            : 'by function and call'}
      </span>
      {isCut && (
        <span className={styles.cut}>values of the first {count(stepsOfCall)} lines the call ran</span>
      )}
      <span className={styles.gap} />
      <span
        className={styles.muted}
        data-tip="To where it is defined, and from there to its callers; Ctrl and a press does the same. A press on the figure of a line selects its function."
      >
        {keys.text('follow') ?? 'Ctrl and a press'} follows a name
      </span>
      <Button
        small
        icon="edit"
        tip={
          source.map === undefined
            ? 'Open this file at the caret in the editor of the settings'
            : 'There is no file to open: only a source map holds it'
        }
        disabled={source.map !== undefined}
        shortcut={keys.text('editor')}
        onClick={onEditor}
      >
        Open in editor
      </Button>
    </div>
  );
}
