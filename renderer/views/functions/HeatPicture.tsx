import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { HeatMap, TimeRange } from '#contract';
import { useCanvasTheme } from '#renderer/app/canvas-look.ts';
import { type CanvasTheme, durationText, fitSurface, timeText } from '#renderer/canvas/index.ts';
import { count } from '#renderer/widgets/format.ts';
import { HoverCard } from '#renderer/widgets/HoverCard.tsx';
import { useSurfaceSize } from '#renderer/widgets/use-surface-size.ts';
import styles from './FunctionPage.module.css';
import { type HeatGrid, heatGrid } from './heat-grid.ts';

/** Room for the sums: above, how many calls began when; on the right, how many took how long. */
const TOP = 54;
/** Above the sums, which have the rest of the room over the cells. */
const CAPTION = 22;
const SIDE = 96;
const LEFT = 64;
const BOTTOM = 20;

interface HeatPictureProps {
  readonly map: HeatMap;
  readonly onRange: (range: TimeRange) => void;
}

/** When the calls began and how long they took; a drag selects a time range. */
export function HeatPicture({ map, onRange }: HeatPictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSurfaceSize(frame);
  const theme = useCanvasTheme();
  const [pointed, setPointed] = useState<{ x: number; y: number } | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const grid = heatGrid(map);
  const width = Math.max(1, (size?.widthPx ?? 0) - LEFT - SIDE);
  const height = Math.max(1, (size?.heightPx ?? 0) - TOP - BOTTOM);
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!context || !canvas.current || size === null || grid === null) return;
    fitSurface(canvas.current, context, size);
    paint(context, { grid, map, theme, width, height, widthPx: size.widthPx, heightPx: size.heightPx, drag });
  }, [map, size, theme, drag]);
  if (grid === null) return <div ref={frame} className={styles.picture} />;
  const timeAt = (x: number) => {
    const share = Math.min(1, Math.max(0, (x - LEFT) / width));
    return map.range.startNs + share * (map.range.endNs - map.range.startNs);
  };
  const onMove = ({ nativeEvent: { offsetX: x, offsetY: y } }: PointerEvent) => {
    setPointed({ x, y });
    if (drag) setDrag({ ...drag, to: x });
  };
  const onUp = () => {
    if (drag && Math.abs(drag.to - drag.from) > 4) {
      const [startNs, endNs] = [timeAt(Math.min(drag.from, drag.to)), timeAt(Math.max(drag.from, drag.to))];
      onRange({ startNs: Math.floor(startNs), endNs: Math.ceil(endNs) });
    }
    setDrag(null);
  };
  const hover = pointed && cellAt(grid, pointed.x - LEFT, pointed.y - TOP, width, height);
  return (
    <div ref={frame} className={styles.picture}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${count(grid.byRow.reduce((sum, calls) => sum + calls, 0))} calls by when they began and how long they took`}
        onPointerDown={({ nativeEvent: { offsetX, pointerId }, currentTarget }) => {
          currentTarget.setPointerCapture(pointerId);
          setDrag({ from: offsetX, to: offsetX });
        }}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerLeave={() => setPointed(null)}
      />
      {pointed && hover && drag === null && grid.count[hover.place] !== 0 && (
        <HoverCard
          {...pointed}
          text={{
            title: `${count(grid.count[hover.place] as number)} calls`,
            place: `${durationText(grid.boundsNs[hover.row] as number)} to ${durationText(grid.boundsNs[hover.row + 1] as number)}`,
            facts: [
              { label: 'Began', value: timeText(timeAt(pointed.x), 1e6) },
              ...((grid.errors[hover.place] as number) > 0
                ? [{ label: 'Failed', value: count(grid.errors[hover.place] as number), bad: true }]
                : []),
            ],
            hint: 'Drag to select a time range.',
          }}
        />
      )}
    </div>
  );
}

function cellAt(grid: HeatGrid, x: number, y: number, width: number, height: number) {
  const column = Math.floor((x / width) * grid.columns);
  const row = grid.rows - 1 - Math.floor((y / height) * grid.rows);
  if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) return null;
  return { row, place: row * grid.columns + column };
}

interface Picture {
  readonly grid: HeatGrid;
  readonly map: HeatMap;
  readonly theme: CanvasTheme;
  readonly width: number;
  readonly height: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly drag: { readonly from: number; readonly to: number } | null;
}

function paint(context: CanvasRenderingContext2D, picture: Picture): void {
  const { grid, theme, width, height } = picture;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.widthPx, picture.heightPx);
  const [cellWidth, cellHeight] = [width / grid.columns, height / grid.rows];
  for (let place = 0; place < grid.count.length; place++) {
    const calls = grid.count[place] as number;
    if (calls === 0) continue;
    const [row, column] = [Math.floor(place / grid.columns), place % grid.columns];
    // By the logarithm, or one busy moment would leave all others blank.
    context.globalAlpha = 0.2 + 0.8 * (Math.log1p(calls) / Math.log1p(grid.most));
    context.fillStyle = (grid.errors[place] as number) > 0 ? theme.error : theme.accent;
    context.fillRect(
      LEFT + column * cellWidth,
      TOP + (grid.rows - 1 - row) * cellHeight,
      Math.max(1, cellWidth - 0.5),
      Math.max(1, cellHeight - 0.5),
    );
  }
  context.globalAlpha = 1;
  paintSums(context, picture, cellWidth, cellHeight);
  paintLabels(context, picture);
  if (picture.drag !== null) {
    const { from, to } = picture.drag;
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.18;
    context.fillRect(Math.min(from, to), TOP, Math.abs(to - from), height);
    context.globalAlpha = 1;
  }
}

function paintSums(
  context: CanvasRenderingContext2D,
  { grid, theme, width, height }: Picture,
  cellWidth: number,
  cellHeight: number,
): void {
  context.fillStyle = theme.mutedText;
  const mostAbove = Math.max(...grid.byColumn);
  for (let column = 0; column < grid.columns; column++) {
    const high = ((grid.byColumn[column] as number) / mostAbove) * (TOP - 2 - CAPTION);
    context.fillRect(LEFT + column * cellWidth, TOP - 2 - high, Math.max(1, cellWidth - 0.5), high);
  }
  const mostBeside = Math.max(...grid.byRow);
  for (let row = 0; row < grid.rows; row++) {
    const wide = ((grid.byRow[row] as number) / mostBeside) * (SIDE - 12);
    const top = TOP + (grid.rows - 1 - row) * cellHeight;
    context.fillRect(LEFT + width + 4, top, wide, Math.max(1, cellHeight - 0.5));
  }
  context.fillStyle = theme.grid;
  context.fillRect(LEFT, TOP + height, width, 1);
}

function paintLabels(context: CanvasRenderingContext2D, { grid, map, theme, width, height }: Picture): void {
  context.font = theme.font;
  context.fillStyle = theme.mutedText;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const every = Math.max(1, Math.ceil(grid.rows / Math.max(2, Math.floor(height / 28))));
  for (let row = 0; row <= grid.rows; row += every) {
    const y = TOP + (1 - row / grid.rows) * height;
    context.fillText(durationText(grid.boundsNs[row] as number), LEFT - 6, y);
  }
  const { startNs, endNs } = map.range;
  context.textAlign = 'left';
  context.fillText(timeText(startNs, (endNs - startNs) / 10), LEFT, TOP + height + 11);
  context.textAlign = 'right';
  context.fillText(timeText(endNs, (endNs - startNs) / 10), LEFT + width, TOP + height + 11);
  context.textAlign = 'left';
  context.fillText('calls by when they began', LEFT + 2, CAPTION / 2);
  context.fillText('by duration', LEFT + width + 4, CAPTION / 2);
}
