import { useMemo, useRef } from 'react';
import { type FunctionTable, type RecordingSummary, type RunId, scaledTimes, timeScales } from '#contract';
import { useKeysOf, useViewActions } from '#renderer/app/keys/use-keys.ts';
import { RunButton } from '#renderer/app/RunButton.tsx';
import { useFunctions, useStatistics, useSummary } from '#renderer/data/index.ts';
import { useApp, useOwn } from '#renderer/state/index.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { FunctionGrid } from './FunctionGrid.tsx';
import { FunctionPage } from './FunctionPage.tsx';
import styles from './Functions.module.css';
import { functionsKeys } from './functions-keys.ts';
import { functionsText } from './functions-settings.ts';
import { groupTable, scopedTable } from './scoped-table.ts';

/** Every function of the run with its figures; of the selected time range, when there is one. */
export function FunctionsView() {
  const run = useApp(({ location }) => location.run);
  const functions = useFunctions(run);
  const summary = useSummary(run);
  if (run === null || functions.value?.length === 0)
    return (
      <EmptyMessage
        icon="table"
        title={run === null ? 'No run to show' : 'No function has been called yet'}
        actions={<RunButton />}
      >
        Run the project: its functions appear here as they are called.
      </EmptyMessage>
    );
  if (functions.value && summary.value)
    return <Functions key={run} {...{ run, all: functions.value, summary: summary.value }} />;
  const failed = functions.error ?? summary.error;
  if (!failed) return <LoadingMessage title="Reading the functions" />;
  return (
    <ErrorMessage
      title="The functions cannot be read"
      error={failed}
      onRetry={functions.error ? functions.retry : summary.retry}
    />
  );
}

interface FunctionsProps {
  readonly run: RunId;
  readonly all: FunctionTable;
  readonly summary: RecordingSummary;
}

function Functions({ run, all, summary }: FunctionsProps) {
  const root = useRef<HTMLElement>(null);
  const range = useApp(({ location }) => location.range);
  const [settings, change] = useOwn('functions', functionsText);
  const { by } = settings;
  const part = useStatistics(run, range || by !== 'function' ? { by, ...(range && { range }) } : null);
  const keys = useKeysOf('functions', functionsKeys);
  useViewActions(root, keys, () => {
    if (settings.page === null) return false;
    change({ page: null });
    return true;
  });
  const open = (fn: number) => {
    useApp.getState().select({ kind: 'function', function: fn });
    change({ page: fn });
  };
  const shown = part.value;
  const { throttled } = summary.progress.honesty;
  const scales = useMemo(() => timeScales(all, throttled), [all, throttled]);
  const whole = useMemo(() => scaledTimes(all, scales), [all, scales]);
  const isAll = !range && by === 'function';
  const page = settings.page !== null && settings.page < all.length ? settings.page : null;
  return (
    <section ref={root} className={styles.view} aria-label="Functions">
      {page !== null ? (
        <FunctionPage
          {...{ run, fn: page, onOpen: open, onLeave: () => change({ page: null }) }}
          leaveKey={keys.text('leave-page')}
          table={range && by === 'function' && shown ? scopedTable(all, shown) : all}
          range={range ?? { startNs: 0, endNs: Math.max(1, summary.durationNs) }}
        />
      ) : isAll || shown ? (
        <FunctionGrid
          table={
            isAll || !shown ? whole : by === 'function' ? scopedTable(all, shown) : groupTable(all, shown, by)
          }
          scales={isAll ? scales : null}
          {...{ settings, inRange: range !== null, onChange: change, onOpen: open }}
          hasMemory={all.memory !== undefined}
        />
      ) : part.error ? (
        <ErrorMessage title="The functions cannot be read" error={part.error} onRetry={part.retry} />
      ) : (
        <LoadingMessage title="Adding up the calls" />
      )}
    </section>
  );
}
