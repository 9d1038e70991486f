import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useThemeName } from '../theme.ts';
import { Turns } from '../turns.ts';
import styles from './Chart.module.css';
import { type ChartColors, type ChartOption, chartColors } from './chart-look.ts';

use([
  BarChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
]);

interface ChartProps {
  /** What the chart shows, in words: it is read instead of the picture. */
  readonly label: string;
  /** Made anew for each theme; keep the same function while the figures are the same. */
  readonly option: (colors: ChartColors) => ChartOption;
  /** CSS pixels; the width is that of the place it stands in. */
  readonly height: number;
  /** A press on a bar or point: its place in the data, and the place of its series. */
  readonly onPress?: (at: number, series: number) => void;
}

/** A chart in the colours of the app. Its code is loaded with the view that shows it. */
export function Chart({ label, option, height, onPress }: ChartProps) {
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const turns = useRef<Turns | null>(null);
  const press = useRef(onPress);
  press.current = onPress;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    // A page of charts made in one go would hold up the window.
    const own = new Turns(element);
    turns.current = own;
    own.add(() => {
      const made = init(element, null, { renderer: 'svg' });
      chart.current = made;
      made.on('click', ({ dataIndex, seriesIndex }) => press.current?.(dataIndex, seriesIndex ?? 0));
    });
    const resized = new ResizeObserver(() => own.add(() => chart.current?.resize({ silent: true })));
    resized.observe(element);
    return () => {
      resized.disconnect();
      own.dispose();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    turns.current?.add(() => {
      chart.current?.setOption({ animation: !still, ...option(chartColors()) }, { notMerge: true });
    });
  }, [option, theme]);
  return <div ref={frame} role="img" aria-label={label} className={styles.chart} style={{ height }} />;
}
