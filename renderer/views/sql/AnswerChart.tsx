import { useMemo } from 'react';
import type { SqlAnswer } from '#contract';
import { Chart, type ChartColors, type ChartOption, plainChart } from '#renderer/app/chart/index.ts';
import { shortCount } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { type QuickChart, quickChart } from './quick-chart.ts';
import styles from './Sql.module.css';

/** The numbers of an answer, by the text beside them. */
export function AnswerChart({ answer }: { readonly answer: SqlAnswer }) {
  const chart = useMemo(() => quickChart(answer), [answer]);
  const option = useMemo(() => chart && optionOf(chart), [chart]);
  if (!chart || !option)
    return (
      <EmptyMessage icon="table" title="Nothing to draw">
        A chart needs a column of numbers; give one a name of its own, such as total_ns / 1e6 AS ms.
      </EmptyMessage>
    );
  const names = chart.series.map(({ name }) => name).join(', ');
  return (
    <div className={styles.chart}>
      <Chart label={`${names} by ${chart.label ?? 'row'}`} option={option} height={240} />
      {chart.omitted > 0 && <p className={styles.facts}>The first {chart.labels.length} rows are drawn.</p>}
    </div>
  );
}

function optionOf({ labels, series, isLine }: QuickChart) {
  return (colors: ChartColors): ChartOption => {
    const { base, axis } = plainChart(colors);
    const shades = [colors.accent, colors.warning, colors.muted, colors.error];
    return {
      ...base,
      grid: { ...base.grid, top: 28 },
      legend: { top: 0, right: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: colors.muted } },
      tooltip: { ...base.tooltip, trigger: 'axis' },
      xAxis: { type: 'category', data: [...labels], ...axis },
      yAxis: { type: 'value', ...axis, axisLabel: { ...axis.axisLabel, formatter: shortCount } },
      series: series.map(({ name, values }, at) => {
        const shared = {
          name,
          itemStyle: { color: shades[at] ?? colors.muted },
          data: values.map((value) => value ?? '-'),
        };
        return isLine
          ? { ...shared, type: 'line', showSymbol: labels.length < 40 }
          : { ...shared, type: 'bar', barMaxWidth: 24 };
      }),
    };
  };
}
