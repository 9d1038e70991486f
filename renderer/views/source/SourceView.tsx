import type { FunctionTable } from '#contract';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { useFunctions, useSource } from '#renderer/data/index.ts';
import { functionOf, type Selection, type SourcePlace, useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Code } from './Code.tsx';
import styles from './Source.module.css';

/** The source of what is selected, with the run's figures beside the functions. */
export function SourceView() {
  const { project, run, source, selection } = useApp(({ location }) => location);
  const table = useFunctions(run).value;
  const goTo = useCommand('palette.go-to');
  const place = source ?? placeOf(selection, table);
  const { value, error, retry } = useSource(project, place?.path ?? null);
  if (!place)
    return (
      <EmptyMessage
        icon="source"
        title="No file is open"
        actions={
          <Button
            look="outline"
            icon="search"
            shortcut={goTo.shortcut}
            tip="Go to a function or file"
            onClick={goTo.run}
          >
            Go to file
          </Button>
        }
      >
        Select a function in any view to see where it is defined, or go to a file by its name.
      </EmptyMessage>
    );
  if (error && !value)
    return <ErrorMessage title={`${place.path} cannot be shown`} error={error} onRetry={retry} />;
  if (!value) return <LoadingMessage title={`Reading ${place.path}`} />;
  const lines = value.text.split(/\r\n|\n|\r/);
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.path}>{value.path}</span>
        <span className={styles.muted}>
          {value.language}, {plural(lines.length, 'line')}
        </span>
        {run === null && <span className={styles.muted}>without figures: there is no run yet</span>}
      </div>
      <Code key={value.path} lines={lines} path={value.path} line={place.line} table={table} />
    </div>
  );
}

/** Where the selection is defined. */
function placeOf(selection: Selection | null, table: FunctionTable | undefined): SourcePlace | null {
  if (selection?.kind === 'module') return { path: selection.path, line: null };
  const at = functionOf(selection);
  const path = table?.files[table.file[at] ?? -1];
  return table === undefined || path === undefined ? null : { path, line: table.line[at] ?? null };
}
