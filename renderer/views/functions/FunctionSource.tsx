import type { FunctionTable } from '#contract';
import { CodePane } from '#renderer/app/code/index.ts';
import { useSourceMarks } from '#renderer/app/line-figures/index.ts';
import { useCallGraph, useSource } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import styles from './FunctionPage.module.css';

interface FunctionSourceProps {
  readonly table: FunctionTable;
  /** Relative to the project. */
  readonly file: string;
  readonly line: number | null;
}

/** The function as it is written, with the run's figures and the values of the selected call beside its lines. */
export function FunctionSource({ table, file, line }: FunctionSourceProps) {
  const { project, run } = useApp(({ location }) => location);
  const find = useApp((state) => state.find.text);
  const { openSource } = useApp.getState();
  const { value, error, retry } = useSource(project, file);
  const graph = useCallGraph(project, run).value;
  const { marks } = useSourceMarks({ path: file }, table, graph);
  return (
    <section className={styles.source} aria-label="Source of the function">
      <h3>
        Source
        <Button small icon="source" tip="Show it in the Source view" onClick={() => openSource(file, line)}>
          {file}:{line}
        </Button>
      </h3>
      <div className={styles.code}>
        {value ? (
          <CodePane
            source={value}
            marks={marks}
            reveal={line}
            find={find}
            onFigure={(at) => openSource(file, at)}
          />
        ) : error ? (
          <ErrorMessage title={`${file} cannot be shown`} error={error} onRetry={retry} />
        ) : (
          <LoadingMessage title="Reading the source" />
        )}
      </div>
    </section>
  );
}
