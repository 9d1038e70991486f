import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RunId, SearchRequest } from '#contract';
import { attempt } from '#renderer/app/actions/report.ts';
import { useFunctions, useRevision, useServices } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { Select } from '#renderer/widgets/Field.tsx';
import { count, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { MatchTable } from './MatchTable.tsx';
import { RowPages } from './row-pages.ts';
import styles from './Search.module.css';
import { SearchField } from './SearchField.tsx';
import { useSettled } from './use-settled.ts';

/** The calls of a run by their fields, values and errors. */
export function SearchPanel() {
  const run = useApp(({ location }) => location.run);
  if (run === null)
    return (
      <EmptyMessage icon="search" title="No run is shown">
        Choose a run above, or run the project: its calls can then be searched.
      </EmptyMessage>
    );
  return <Search key={run} run={run} />;
}

function Search({ run }: { readonly run: RunId }) {
  const { recordings } = useServices();
  const { rememberSearch, select } = useApp.getState();
  const range = useApp(({ location }) => location.range);
  const revision = useRevision(run);
  const [text, setText] = useState('');
  const [order, setOrder] = useState<SearchRequest['order']>('start');
  const [rank, setRank] = useState<number | null>(null);
  const query = useSettled(text.trim(), 250);
  const pages = useMemo(
    () =>
      query === '' || revision === null
        ? null
        : new RowPages((offset, limit, signal) =>
            recordings.search({ run, query, order, offset, limit, ...(range ? { range } : {}) }, signal),
          ),
    [recordings, run, query, order, range, revision],
  );
  useEffect(() => () => pages?.dispose(), [pages]);
  useSyncExternalStore(pages?.subscribe ?? never, pages?.version ?? zero);
  const table = useFunctions(run).value;
  const total = pages?.total ?? null;
  const step = (direction: 'next' | 'previous') =>
    attempt('The next match cannot be found', async () => {
      if (text.trim() === '') return;
      const { selection } = useApp.getState().location;
      const from =
        selection?.kind === 'span' ? selection.span : direction === 'next' ? -1 : Number.MAX_SAFE_INTEGER;
      const request = { run, query: text.trim(), direction, ...(range ? { range } : {}) };
      const found = await recordings.searchStep({ ...request, from });
      // Behind the last match comes the first one again.
      const wrapped =
        found.match || found.total === 0
          ? found
          : await recordings.searchStep({
              ...request,
              from: direction === 'next' ? -1 : Number.MAX_SAFE_INTEGER,
            });
      setRank(wrapped.match ? wrapped.rank : null);
      if (wrapped.match) select({ kind: 'span', span: wrapped.match.id, function: wrapped.match.function });
    });
  const body = () => {
    if (!pages)
      return (
        <EmptyMessage icon="search" title="Search every call of the run">
          By name, file, duration, status, values and errors. Arrow down offers what can be written; earlier
          searches are offered while the field is empty.
        </EmptyMessage>
      );
    if (pages.error) return <ErrorMessage title="This cannot be searched for" error={pages.error} />;
    if (total === null) return <LoadingMessage title="Searching the run" />;
    if (total === 0)
      return (
        <EmptyMessage icon="search" title="No call matches">
          {range
            ? 'None in the selected time range. Clear the range to search the whole run.'
            : 'Take away a condition, or see that values were recorded (level 2) if you search in them.'}
        </EmptyMessage>
      );
    return <MatchTable pages={pages} table={table} order={order} onOrder={setOrder} />;
  };
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <SearchField
          run={run}
          text={text}
          onChange={(next) => {
            setText(next);
            setRank(null);
          }}
          onStep={step}
          onSubmit={() => text.trim() !== '' && rememberSearch(text.trim())}
        />
        <output className={styles.count} aria-label="Matching calls">
          {total !== null &&
            (rank === null ? plural(total, 'match', 'matches') : `${count(rank + 1)} of ${count(total)}`)}
        </output>
        <IconButton
          small
          icon="arrowUp"
          label="Previous match"
          shortcut="Shift+Enter"
          disabled={!total}
          onClick={() => void step('previous')}
        />
        <IconButton
          small
          icon="arrowDown"
          label="Next match"
          shortcut="Enter"
          disabled={!total}
          onClick={() => void step('next')}
        />
        <Select
          small
          label="Order"
          value={order}
          onChange={(event) => setOrder(event.target.value as SearchRequest['order'])}
        >
          <option value="start">As they began</option>
          <option value="duration">Longest first</option>
          <option value="self">Most self time first</option>
        </Select>
        {text !== '' && (
          <Button small onClick={() => setText('')}>
            Clear
          </Button>
        )}
      </div>
      <div className={styles.body}>{body()}</div>
    </div>
  );
}

const never = () => () => {};
const zero = () => 0;
