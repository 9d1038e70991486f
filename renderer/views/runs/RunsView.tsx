import { useMemo, useState } from 'react';
import type { Run } from '#contract';
import { Page } from '#renderer/app/Page.tsx';
import { RunButton } from '#renderer/app/RunButton.tsx';
import { useRuns } from '#renderer/data/index.ts';
import { matchesFind, type OwnText, useApp, useFoundRows, useOwn } from '#renderer/state/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { IndexTable, orderRows, type Sort } from '#renderer/widgets/table/index.ts';
import { runColumns, runSortKey } from './columns.tsx';
import { RunActions } from './RunActions.tsx';
import styles from './Runs.module.css';

/** The chosen run, by its id; `null`: the one on screen. */
const runsText: OwnText<{ readonly chosen: string | null }> = {
  write: ({ chosen }) => chosen ?? '',
  read: (text) => ({ chosen: text === '' ? null : text }),
};
const none: readonly Run[] = [];

/** Every run of the project that is kept. */
export function RunsView() {
  const { project, run: at } = useApp(({ location }) => location);
  const { openRun, openView } = useApp.getState();
  const { value: runs, error } = useRuns(project);
  const [sort, setSort] = useState<Sort>({ column: 'started', descending: true });
  const [{ chosen }, change] = useOwn('runs', runsText);
  const text = useApp((state) => state.find.text);
  const order = useMemo(() => {
    const kept = runs ?? none;
    const isFound = (row: number) => {
      const { name = '', command = '' } = kept[row] ?? {};
      return text === '' || matchesFind(text, name, command);
    };
    return orderRows(kept.length, isFound, runSortKey(kept, sort.column), sort.descending);
  }, [runs, text, sort]);
  const choose = (row: number) => change({ chosen: runs?.[row]?.id ?? null });
  useFoundRows(order, choose);
  if (error && !runs) return <ErrorMessage title="The runs cannot be listed" error={error} />;
  if (!runs) return <LoadingMessage title="Listing the runs" />;
  const selected = runs.findIndex(({ id }) => id === (chosen ?? at));
  const run = runs[selected];
  const open = () => {
    if (!run) return;
    openRun(run.id);
    openView('flamegraph');
  };
  return (
    <Page
      title="Runs"
      find="runs by name or command"
      about={<span className={styles.muted}>{plural(runs.length, 'run')} kept</span>}
      actions={<RunActions run={run} runs={runs} onOpen={open} />}
    >
      <div className={styles.body}>
        {runs.length === 0 ? (
          <EmptyMessage icon="history" title="No runs are kept yet" actions={<RunButton />}>
            Every run of the project is kept here until you remove it.
          </EmptyMessage>
        ) : order.length === 0 ? (
          <EmptyMessage icon="filter" title="No run is called so">
            Empty the find field to see all {runs.length}.
          </EmptyMessage>
        ) : (
          <IndexTable
            label="Runs"
            columns={runColumns(runs)}
            {...{ order, sort, selected }}
            onSort={setSort}
            onSelect={choose}
            onActivate={open}
          />
        )}
      </div>
    </Page>
  );
}
