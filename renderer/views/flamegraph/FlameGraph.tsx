import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FunctionTable, IndexIntoThreads, RunId, ThreadSummary } from '#contract';
import { useBoxColours, useCanvasTheme } from '../../app/canvas-look.ts';
import { FLAME_ROW_HEIGHT, flameMatches } from '../../canvas/index.ts';
import { functionOf, litFunctions, useApp } from '../../state/index.ts';
import { HoverCard } from '../../widgets/HoverCard.tsx';
import { LoadingMessage } from '../../widgets/Message.tsx';
import { QueryLine } from '../../widgets/QueryLine.tsx';
import { ScrollCanvas, useScrollCanvas } from '../../widgets/ScrollCanvas.tsx';
import { useViewKeys } from '../../widgets/use-view-keys.ts';
import { Breadcrumb } from './Breadcrumb.tsx';
import { describeRow, describeSelectedRow, shareText } from './describe-row.ts';
import { EmptyTree } from './EmptyTree.tsx';
import { FlameBar, type FlameOrder } from './FlameBar.tsx';
import { flameActions } from './flame-actions.ts';
import { flameAction, flameKeys } from './flame-keys.ts';
import type { FlameView } from './flame-stage.ts';
import styles from './flamegraph.module.css';
import { type NodeId, rowOfNode } from './row-of-node.ts';
import { useFlameFind } from './use-flame-find.ts';
import { useFlameStage } from './use-flame-stage.ts';
import { useTree } from './use-tree.ts';
import { useZoomedNode } from './use-zoomed-node.ts';

interface FlameGraphProps {
  readonly run: RunId;
  readonly threads: readonly ThreadSummary[];
  readonly functions: FunctionTable;
}

export function FlameGraph({ run, threads, functions }: FlameGraphProps) {
  const root = useRef<HTMLElement>(null);
  const canvas = useScrollCanvas();
  const keysId = useId();
  const range = useApp(({ location }) => location.range);
  const selection = useApp(({ location }) => location.selection);
  const findText = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const [order, setOrder] = useState<FlameOrder>('left-heavy');
  const [thread, setThread] = useState<IndexIntoThreads | null>(null);
  const [selectedNode, setSelectedNode] = useState<NodeId | null>(null);
  const [pointed, setPointed] = useState<{ box: number; x: number; y: number } | null>(null);
  const pointerX = useRef<number | null>(null);

  const theme = useCanvasTheme();
  const colours = useBoxColours(functions, theme);
  const matches = useMemo(
    () => litFunctions(functions, findText, onlyMyCode),
    [functions, findText, onlyMyCode],
  );
  const stage = useFlameStage(canvas, {
    onNeed: () => tree.refresh(),
    onPoint: (box, x, y) => {
      pointerX.current = box < 0 && x === 0 ? null : x;
      setPointed(box < 0 ? null : { box, x, y });
    },
    onClick: (box) => actions.selectBox(box),
    onDoubleClick: (box) => actions.zoomToBox(box),
    onMove: () => zoomed.forget(),
  });
  const tree = useTree(run, { order, range, thread }, stage);
  const { table, layout } = tree;
  const zoomed = useZoomedNode(stage, layout, canvas.size);
  const selectedRow = table === undefined ? -1 : rowOfNode(table, selectedNode);
  const actions = flameActions({
    stage,
    layout,
    selectedRow,
    zoomed,
    pointerX: pointerX.current,
    onOrder: setOrder,
    onSelect: (node, fn) => {
      setSelectedNode(node);
      useApp.getState().select(fn === null ? null : { kind: 'function', function: fn });
    },
  });
  const found = useMemo(
    () => (table === undefined || matches === null || findText === '' ? null : flameMatches(table, matches)),
    [table, matches, findText],
  );
  useFlameFind(found, actions.goToRow);
  useViewKeys(root, (event) => {
    const action = flameAction(event);
    if (action !== null) actions.run(action);
    return action !== null;
  });

  const hover = pointed !== null && layout !== null && pointed.box < layout.boxes.length ? pointed : null;
  const view: FlameView | null = layout && {
    layout,
    names: functions.name,
    colours,
    theme,
    matches,
    selectedBox: selectedRow < 0 ? -1 : (layout.box[selectedRow] as number),
    selectedFunction: functionOf(selection) < 0 ? null : functionOf(selection),
    hoverBox: hover?.box ?? -1,
  };
  useEffect(() => {
    if (view !== null) stage?.show(view, 'base');
  }, [stage, canvas.size, layout, functions, colours, theme, matches]);
  useEffect(() => {
    if (view !== null) stage?.show(view, 'overlay');
  }, [stage, view?.selectedBox, view?.selectedFunction, view?.hoverBox]);

  return (
    <section ref={root} className={styles.view} aria-label="Flame graph">
      <FlameBar
        order={order}
        onOrder={setOrder}
        threads={threads}
        thread={thread}
        onThread={setThread}
        range={range}
        onClearRange={() => useApp.getState().setRange(null)}
        selected={
          table !== undefined && selectedRow >= 0 ? describeSelectedRow(table, selectedRow, functions) : ''
        }
        matched={
          found === null || table === undefined
            ? null
            : shareText(found.coveredNs, table.totalNs[0] as number)
        }
        table={table}
        isZoomed={zoomed.isZoomed}
        onReset={zoomed.reset}
      />
      {table !== undefined && zoomed.row > 0 && (
        <Breadcrumb table={table} row={zoomed.row} functions={functions} onGo={zoomed.toRow} />
      )}
      <QueryLine failure="The call tree could not be read." query={tree.query} />
      <ScrollCanvas
        elements={canvas}
        contentHeight={((layout?.depths ?? 0) + 1) * FLAME_ROW_HEIGHT}
        label="Flame graph: the merged call tree, the width of a call is its total time"
        describedBy={keysId}
      >
        {table === undefined && tree.query.error === null && <LoadingMessage title="Reading the call tree" />}
        {table !== undefined && table.length <= 1 && tree.query.exact && (
          <EmptyTree range={range} thread={thread} onAllThreads={() => setThread(null)} />
        )}
        {hover !== null && layout !== null && (
          <HoverCard
            x={hover.x}
            y={hover.y}
            text={describeRow(layout.table, layout.row[hover.box] as number, functions)}
          />
        )}
      </ScrollCanvas>
      <p id={keysId} className={styles.hidden}>
        {flameKeys.map(({ keys, title }) => `${keys}: ${title}`).join('. ')}
      </p>
    </section>
  );
}
