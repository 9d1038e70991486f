import type { FunctionTable } from '#contract';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { useFunctions, useSource } from '#renderer/data/index.ts';
import { functionOf, type Selection, type SourcePlace, useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { SourcePage } from './SourcePage.tsx';

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
  return <SourcePage key={value.path} source={value} line={place.line} table={table} />;
}

/** Where the selection is defined. */
function placeOf(selection: Selection | null, table: FunctionTable | undefined): SourcePlace | null {
  if (selection?.kind === 'module') return { path: selection.path, line: null };
  const at = functionOf(selection);
  const path = table?.files[table.file[at] ?? -1];
  return table === undefined || path === undefined ? null : { path, line: table.line[at] ?? null };
}
