import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FunctionTable, RecordingSummary, RunId, TimeRange } from '#contract';
import { useBoxColours, useCanvasTheme } from '../../app/canvas-look.ts';
import { useKeysOf, useViewActions } from '../../app/keys/use-keys.ts';
import {
  durationText,
  hitTimeline,
  type MetricLines,
  type TimelineBoxes,
  trackLayout,
} from '../../canvas/index.ts';
import { useSpan } from '../../data/index.ts';
import { functionOf, litFunctions, useApp, useOwn } from '../../state/index.ts';
import { bytes, figureText } from '../../widgets/format.ts';
import { HoverCard } from '../../widgets/HoverCard.tsx';
import { LoadingMessage } from '../../widgets/Message.tsx';
import { QueryLine } from '../../widgets/QueryLine.tsx';
import { ScrollCanvas, useScrollCanvas } from '../../widgets/ScrollCanvas.tsx';
import { useLatest } from '../../widgets/use-latest.ts';
import { useSettled } from '../../widgets/use-settled.ts';
import { describeCrowd, describeSelected, describeSpan } from './describe.ts';
import { flowsOf } from './flows.ts';
import { spanAtRow } from './lane-neighbours.ts';
import { RangePanel } from './RangePanel.tsx';
import { AXIS_HEIGHT, MINIMAP_HEIGHT, type PointedBox, type StageView } from './stage-painter.ts';
import { ShownCalls, TimelineBar } from './TimelineBar.tsx';
import { TrackHeaders } from './TrackHeaders.tsx';
import styles from './timeline.module.css';
import { timelineActions } from './timeline-actions.ts';
import { timelineKeys } from './timeline-keys.ts';
import { changedTrack, shownThreads, type TrackChange, timelineText } from './timeline-settings.ts';
import { taskInfos, trackInfos } from './track-info.ts';
import { useFind } from './use-find.ts';
import { useFollow } from './use-follow.ts';
import { usePlan } from './use-plan.ts';
import { useSelectedSpan } from './use-selected-span.ts';
import { useStage } from './use-stage.ts';
import {
  hasOperations,
  useActivity,
  useBoxes,
  useMetricLines,
  useOperationTracks,
  useTaskTracks,
} from './use-windows.ts';

interface TimelineProps {
  readonly run: RunId;
  readonly summary: RecordingSummary;
  readonly functions: FunctionTable;
  readonly isRunning: boolean;
}

interface Pointed {
  readonly at: PointedBox;
  readonly x: number;
  readonly y: number;
}

export function Timeline({ run, summary, functions, isRunning }: TimelineProps) {
  const root = useRef<HTMLElement>(null);
  const axis = useRef<HTMLCanvasElement>(null);
  const minimap = useRef<HTMLCanvasElement>(null);
  const headers = useRef<HTMLDivElement>(null);
  const canvas = useScrollCanvas();
  const keysId = useId();
  const location = useApp((state) => state.location);
  const findText = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [drawn, setDrawn] = useState<TimeRange | null>(null);
  const pointerX = useRef<number | null>(null);

  const theme = useCanvasTheme();
  const colours = useBoxColours(functions, theme);
  const matches = useMemo(
    () => litFunctions(functions, findText, onlyMyCode),
    [functions, findText, onlyMyCode],
  );
  const bounds = useMemo(() => ({ startNs: 0, endNs: summary.durationNs }), [summary.durationNs]);
  const [settings, change] = useOwn('timeline', timelineText);
  const [seen, setSeen] = useState<TimeRange | null>(null);
  const withOperations = useMemo(() => hasOperations(functions), [functions]);
  const operations = useOperationTracks(run, withOperations ? seen : null);
  const infos = useMemo(
    () => trackInfos(summary.threads, operations.tracks, operations.total),
    [summary.threads, operations],
  );
  const { tasks, more } = useTaskTracks(run, settings.tasks ? seen : null);
  const passing = useMemo(() => taskInfos(tasks, functions, more), [tasks, functions, more]);
  const allInfos = useMemo(() => [...passing, ...infos], [passing, infos]);
  const tracks = useMemo(
    () => trackLayout([...passing, ...shownThreads(infos, settings)], collapsed),
    [passing, infos, settings, collapsed],
  );
  const changeTrack = (track: number, how: TrackChange) => change(changedTrack(infos, settings, track, how));
  const stage = useStage(
    { canvas, axis, minimap, headers },
    {
      onNeed: () => plan.refresh(),
      onMove: () => follow.afterMove(),
      onPoint: (hit, x, y) => {
        pointerX.current = hit === null && x === 0 ? null : x;
        setPointed(hit === null || hit.kind === 'header' ? null : { at: hit, x, y });
      },
      onClick: (hit) => actions.click(hit),
      onDoubleClick: (hit) => actions.zoomTo(hit),
      onRange: (range, done) => {
        setDrawn(done ? null : range);
        if (done) useApp.getState().setRange(range);
      },
    },
  );
  const plan = usePlan({
    stage,
    tracks,
    bounds,
    size: canvas.size,
    threads: summary.threads,
    everyThread: settings.tasks,
  });
  const keep = useMemo(
    () => ({ minNs: settings.minNs, functions: litFunctions(functions, '', onlyMyCode) }),
    [settings.minNs, functions, onlyMyCode],
  );
  useEffect(() => {
    if (settings.tasks || withOperations) setSeen(plan.current?.range ?? null);
  }, [withOperations, plan.current, settings.tasks]);
  const { query, boxes } = useBoxes(run, plan.current, bounds.endNs, keep, operations.rows, tasks);
  const activity = useActivity(run, bounds, canvas.size?.widthPx ?? 0);
  const metrics = useMetricLines(run, bounds, canvas.size?.widthPx ?? 0);
  const selected = useSelectedSpan(run, boxes, bounds.endNs, stage);
  plan.needAllLanesOf(selected.isSought ? selected.id : null);
  const flows = useMemo(
    () => (boxes === null || selected.detail === undefined ? [] : flowsOf(boxes, selected.detail)),
    [boxes, selected.detail],
  );
  const follow = useFollow(stage, bounds, isRunning);
  useFind(run, functions, matches);
  const range = drawn ?? location.range;
  const actions = timelineActions({
    stage,
    boxes,
    selected,
    range: location.range,
    pointerX: pointerX.current,
    onMove: follow.afterMove,
  });
  const keys = useKeysOf('timeline', timelineKeys);
  useViewActions(root, keys, (action) => {
    actions.run(action);
    return true;
  });

  const handlers = useLatest({
    onFollow: follow.toggle,
    onZoom: actions.zoom,
    onFit: actions.fitAll,
    onChange: change,
    onTrack: changeTrack,
    onToggle: (thread: number) => setCollapsed(toggled(collapsed, thread)),
  });

  // A window that replaced the one pointed at has other rows, so the pointer is looked up again.
  useEffect(() => {
    if (stage === null || boxes === null) return;
    setPointed((last) => {
      if (last === null) return null;
      const hit = hitTimeline(boxes, tracks, stage.viewport, last.x, last.y + stage.scrollTop);
      return hit === null || hit.kind === 'header' ? null : { ...last, at: hit };
    });
  }, [stage, boxes, tracks]);
  const hover = pointed !== null && isRow(boxes, pointed.at) ? pointed : null;
  const hoveredSpan = hover?.at.kind === 'span' && boxes !== null ? spanAtRow(boxes, hover.at.box) : null;
  const hoveredDetail = useSpan(run, useSettled(hoveredSpan)).value;
  const at = functionOf(location.selection);
  const selectedFunction = at < 0 ? null : at;

  useEffect(() => {
    if (stage !== null && canvas.size !== null) stage.resize(canvas.size, bounds, location.range);
  }, [stage, canvas.size]);
  const view: StageView = {
    bounds,
    tracks,
    boxes,
    activity,
    metrics,
    names: functions.name,
    colours,
    theme,
    matches,
    selectedBox: selected.row,
    selectedExtent: selected.extent,
    selectedFunction,
    hover: hover?.at ?? null,
    flows,
    range,
  };
  useEffect(
    () => stage?.show(view, 'base'),
    [
      stage,
      canvas.size,
      bounds,
      tracks,
      boxes,
      activity,
      metrics,
      functions,
      colours,
      theme,
      matches,
      selected.extent,
      range,
    ],
  );
  useEffect(
    () => stage?.show(view, 'overlay'),
    [stage, view.hover?.kind, view.hover?.box, selected.row, selectedFunction, flows],
  );

  return (
    <section ref={root} className={styles.view} aria-label="Timeline">
      <div className={styles.bar}>
        <TimelineBar
          {...handlers}
          selected={selected.detail ? describeSelected(selected.detail, functions, summary.threads) : ''}
          isRunning={isRunning}
          follows={follow.follows}
          infos={infos}
          settings={settings}
        />
        {boxes !== null && <ShownCalls boxes={boxes} />}
      </div>
      <canvas
        ref={minimap}
        className={styles.minimap}
        style={{ width: canvas.size?.widthPx ?? '100%', height: MINIMAP_HEIGHT }}
        role="img"
        aria-label="How many calls were open over the whole run, and which part the timeline shows"
        data-tip={metrics === null ? undefined : aboutMetrics(metrics)}
      />
      <canvas
        ref={axis}
        style={{ width: canvas.size?.widthPx ?? '100%', height: AXIS_HEIGHT }}
        role="img"
        aria-label="Time axis"
      />
      <QueryLine failure="This part of the timeline could not be read." query={query} />
      <ScrollCanvas
        elements={canvas}
        contentHeight={tracks.height}
        label={`Timeline of ${summary.threads.length} threads`}
        describedBy={keysId}
      >
        <TrackHeaders
          ref={headers}
          infos={allInfos}
          tracks={tracks}
          pinned={settings.pinned}
          onChange={handlers.onTrack}
          onToggle={handlers.onToggle}
        />
        {boxes === null && query.error === null && <LoadingMessage title="Reading the calls" />}
        {hover !== null && boxes !== null && (
          <HoverCard
            x={hover.x}
            y={hover.y}
            text={
              hover.at.kind === 'span'
                ? describeSpan(
                    boxes,
                    hover.at.box,
                    functions,
                    hoveredDetail?.id === hoveredSpan ? hoveredDetail : undefined,
                  )
                : describeCrowd(boxes, hover.at.box, functions)
            }
          />
        )}
      </ScrollCanvas>
      {location.range !== null && drawn === null && (
        <RangePanel
          {...{ run, functions, range: location.range }}
          onZoom={() => location.range !== null && stage?.frame(location.range)}
        />
      )}
      <p id={keysId} className={styles.hidden}>
        {keys.help}
      </p>
    </section>
  );
}

/** What the lines of the minimap stand for. */
function aboutMetrics({ mostCpu, mostMemory, mostDelay }: MetricLines): string {
  const memory = figureText(bytes(mostMemory));
  const delay =
    mostDelay > 0 ? ` Lower edge: the event loop came late, at most by ${durationText(mostDelay)}.` : '';
  return `Blue line: processor, at most ${mostCpu.toFixed(2)} cores. Other line: memory, at most ${memory}.${delay}`;
}

function isRow(boxes: TimelineBoxes | null, { kind, box }: PointedBox): boolean {
  return boxes !== null && box < (kind === 'span' ? boxes.spans.length : boxes.density.length);
}

function toggled(set: ReadonlySet<number>, item: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
