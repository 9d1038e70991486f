import { useState } from 'react';
import { RunButton } from '#renderer/app/RunButton.tsx';
import { useRuns } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { runColumns, runSortKey } from './columns.tsx';
import { RunActions } from './RunActions.tsx';
import styles from './Runs.module.css';

/** Every run of the project that is kept. */
export function RunsView() {
  const { project, run: at } = useApp(({ location }) => location);
  const { openRun, openView } = useApp.getState();
  const { value: runs, error } = useRuns(project);
  const [sort, setSort] = useState<Sort>({ column: 'started', descending: true });
  const [chosen, setChosen] = useState(at);
  if (error && !runs) return <ErrorMessage title="The runs cannot be listed" error={error} />;
  if (!runs) return <LoadingMessage title="Listing the runs" />;
  const order = orderRows(runs.length, () => true, runSortKey(runs, sort.column), sort.descending);
  const selected = runs.findIndex(({ id }) => id === chosen);
  const run = runs[selected];
  const open = () => {
    if (!run) return;
    openRun(run.id);
    openView('flamegraph');
  };
  return (
    <div className={styles.view}>
      <header className={styles.bar}>
        <h1 className={styles.title}>Runs</h1>
        <span className={styles.muted}>{plural(runs.length, 'run')} kept</span>
        <span className={styles.gap} />
        <RunActions run={run} runs={runs} onOpen={open} />
      </header>
      <div className={styles.body}>
        {runs.length === 0 ? (
          <EmptyMessage icon="history" title="No runs are kept yet" actions={<RunButton />}>
            Every run of the project is kept here until you remove it.
          </EmptyMessage>
        ) : (
          <IndexTable
            label="Runs"
            columns={runColumns(runs)}
            {...{ order, sort, selected }}
            onSort={setSort}
            onSelect={(row) => setChosen(runs[row]?.id ?? null)}
            onActivate={open}
          />
        )}
      </div>
    </div>
  );
}
