import type { ECharts } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useThemeName } from '../theme.ts';
import { Turns } from '../turns.ts';
import styles from './Chart.module.css';
import { type ChartColors, type ChartOption, chartColors } from './chart-look.ts';

type Library = typeof import('./echarts.ts');

let library: Library | undefined;

/** Fetches what draws charts; what is there already is not fetched again. */
export async function preloadCharts(): Promise<void> {
  library ??= await import('./echarts.ts');
}

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

/**
 * A chart in the colours of the app. What draws it is several times as large as any view, so a view is shown without it: until it has been
 * fetched, the place of the chart is kept free.
 */
export function Chart({ label, option, height, onPress }: ChartProps) {
  const theme = useThemeName();
  const [isThere, setThere] = useState(library !== undefined);
  const [error, setError] = useState<unknown>(null);
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const turns = useRef<Turns | null>(null);
  const press = useRef(onPress);
  press.current = onPress;
  useEffect(() => {
    if (isThere) return;
    preloadCharts().then(
      () => setThere(true),
      (reason: unknown) => setError(reason ?? new Error('The charts could not be fetched')),
    );
  }, [isThere]);
  useEffect(() => {
    const element = frame.current;
    if (!element || !isThere || library === undefined) return;
    const { init } = library;
    // A page of charts made in one go would hold up the window.
    const own = new Turns(element, setError);
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
  }, [isThere]);
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    turns.current?.add(() => {
      chart.current?.setOption({ animation: !still, ...option(chartColors()) }, { notMerge: true });
    });
  }, [option, theme, isThere]);
  if (error !== null) throw error;
  return (
    <div
      ref={frame}
      role="img"
      aria-label={label}
      data-busy={!isThere || undefined}
      className={styles.chart}
      style={{ height }}
    />
  );
}
