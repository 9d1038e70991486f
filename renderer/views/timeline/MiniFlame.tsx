import { useEffect, useMemo, useRef } from 'react';
import type { FunctionTable, RunId, TimeRange } from '#contract';
import { useBoxColours, useCanvasTheme } from '../../app/canvas-look.ts';
import { createTextFit, FlamePainter, fit, fitSurface, flameLayout } from '../../canvas/index.ts';
import { useCallTree } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { useSurfaceSize } from '../../widgets/use-surface-size.ts';
import styles from './timeline.module.css';

interface MiniFlameProps {
  readonly run: RunId;
  readonly functions: FunctionTable;
  readonly range: TimeRange;
}

/** The flame graph of the range in small; a press opens it. */
export function MiniFlame({ run, functions, range }: MiniFlameProps) {
  const frame = useRef<HTMLButtonElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSurfaceSize(frame);
  const theme = useCanvasTheme();
  const colours = useBoxColours(functions, theme);
  const tree = useCallTree(run, { order: 'left-heavy', minShare: 1 / 1000, range }).value;
  const layout = useMemo(() => (tree === undefined ? null : flameLayout(tree)), [tree]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!context || !canvas.current || size === null || size.widthPx === 0) return;
    fitSurface(canvas.current, context, size);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, size.widthPx, size.heightPx);
    if (layout === null) return;
    const measured = createTextFit((text) => {
      context.font = theme.font;
      return context.measureText(text).width;
    });
    new FlamePainter(measured).paint(context, {
      ...{ layout, size, theme, colours, matches: null, scrollTop: 0 },
      ...{ names: functions.name, otherName: () => 'The range' },
      view: fit({ startNs: 0, endNs: Math.max(1, layout.whole) }, size.widthPx),
    });
  }, [layout, size, theme, colours, functions]);
  return (
    <button
      ref={frame}
      type="button"
      className={styles.mini}
      aria-label="Open the flame graph of the range"
      data-tip="Open the flame graph of the range"
      onClick={() => useApp.getState().openView('flamegraph')}
    >
      <canvas ref={canvas} />
    </button>
  );
}
