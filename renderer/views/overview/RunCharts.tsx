import { useMemo } from 'react';
import type { RecordingSummary, RunId } from '#contract';
import { Chart } from '#renderer/app/chart/index.ts';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useFunctions, useHeatMap, useSummary } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import { durationChart, rankingChart, timeChart } from './charts.ts';
import { rankings } from './figures.ts';
import styles from './Overview.module.css';
import { Panel } from './Panel.tsx';

/** Columns of the calls over time. */
const columns = 60;
const ranked = 8;

/** What the run did: when, how long, and where its time went. */
export function RunCharts({ run }: { readonly run: RunId }) {
  const { value: summary, error } = useSummary(run);
  if (error && !summary) return <p className={styles.note}>{error.message}</p>;
  if (!summary) return <p className={styles.note}>Reading the run</p>;
  if (summary.durationNs <= 0) return <p className={styles.note}>Nothing has been recorded yet.</p>;
  return (
    <>
      <CallCharts run={run} summary={summary} />
      <TimeRankings run={run} />
    </>
  );
}

function CallCharts({ run, summary }: { readonly run: RunId; readonly summary: RecordingSummary }) {
  const range = useApp(({ location }) => location.range);
  const { setRange, openView } = useApp.getState();
  const whole = range ?? { startNs: 0, endNs: summary.durationNs };
  const { value: map, error } = useHeatMap(run, whole, columns);
  const calls = useMemo(() => map && timeChart(map), [map]);
  const durations = useMemo(() => map && durationChart(map), [map]);
  if (error && !map) return <p className={styles.note}>{error.message}</p>;
  if (!map || !calls || !durations) return <p className={styles.note}>Counting the calls</p>;
  const width = (map.range.endNs - map.range.startNs) / map.columns;
  const total = map.count.reduce((sum, n) => sum + n, 0);
  return (
    <>
      <Panel title="Calls over time" aside={range ? 'in the selected range' : 'a press shows that time'}>
        <Chart
          label={`${plural(total, 'call')} over the run, ${plural(
            map.errors.reduce((sum, n) => sum + n, 0),
            'failed call',
          )}`}
          option={calls}
          height={160}
          onPress={(at) => {
            const startNs = map.range.startNs + at * width;
            setRange({ startNs, endNs: startNs + width });
            openView('timeline');
          }}
        />
      </Panel>
      <Panel title="Calls by duration" aside="logarithmic">
        <Chart label="Number of calls by how long they took" option={durations} height={160} />
      </Panel>
    </>
  );
}

function TimeRankings({ run }: { readonly run: RunId }) {
  const theme = useThemeName();
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const { select, openView } = useApp.getState();
  const { value: table } = useFunctions(run);
  const { files, functions } = useMemo(
    () => (table ? rankings(table, ranked, onlyMyCode) : { files: [], functions: [] }),
    [table, onlyMyCode],
  );
  const fileChart = useMemo(() => rankingChart(files, (file) => moduleColor(file, theme)), [files, theme]);
  const functionChart = useMemo(
    () => rankingChart(functions, (file) => moduleColor(file, theme)),
    [functions, theme],
  );
  const height = (rows: number) => 32 + Math.max(2, rows) * 24;
  return (
    <>
      <Panel title="Functions by self time" aside="a press selects one">
        <Chart
          label={`Functions with most self time: ${functions.map(({ name }) => name).join(', ')}`}
          option={functionChart}
          height={height(functions.length)}
          onPress={(at) => {
            const index = functions[at]?.index;
            if (index === undefined) return;
            select({ kind: 'function', function: index });
            openView('functions');
          }}
        />
      </Panel>
      <Panel title="Files by self time" aside="a press selects one">
        <Chart
          label={`Files with most self time: ${files.map(({ name }) => name).join(', ')}`}
          option={fileChart}
          height={height(files.length)}
          onPress={(at) => {
            const file = files[at]?.file;
            if (file === undefined) return;
            select({ kind: 'module', path: file });
            openView('modules');
          }}
        />
      </Panel>
    </>
  );
}
