import { useEffect, useId, useMemo, useRef, useState } from 'react';
import {
  countedCalls,
  type FunctionTable,
  type Run,
  type RunId,
  type ThreadSummary,
  type ThrottledCalls,
} from '#contract';
import { attempt } from '../../app/actions/report.ts';
import { useBoxColours, useCanvasTheme, useChangeColours } from '../../app/canvas-look.ts';
import { useKeysOf, useViewActions } from '../../app/keys/use-keys.ts';
import { FLAME_ROW_HEIGHT, flameMatches } from '../../canvas/index.ts';
import { functionOf, litFunctions, useApp, useOwn } from '../../state/index.ts';
import { HoverCard } from '../../widgets/HoverCard.tsx';
import { ContextMenu } from '../../widgets/Menu.tsx';
import { LoadingMessage } from '../../widgets/Message.tsx';
import { QueryLine } from '../../widgets/QueryLine.tsx';
import { ScrollCanvas, useScrollCanvas } from '../../widgets/ScrollCanvas.tsx';
import { Breadcrumb } from './Breadcrumb.tsx';
import { describeChange, describeRow, describeSelectedRow, nameOf, shareText } from './describe-row.ts';
import { CHANGE_SLOTS } from './difference-graph.ts';
import { EmptyTree } from './EmptyTree.tsx';
import { FlameBar } from './FlameBar.tsx';
import { flameActions } from './flame-actions.ts';
import { flameKeys, isTransform } from './flame-keys.ts';
import { flameMenu } from './flame-menu.ts';
import { type FlameOrder, flameText } from './flame-settings.ts';
import type { FlameView } from './flame-stage.ts';
import styles from './flamegraph.module.css';
import { MissingMemory } from './MissingMemory.tsx';
import { type NodeId, rowOfNode } from './row-of-node.ts';
import { saveGraph } from './save-graph.ts';
import { Trail } from './Trail.tsx';
import { type Offer, offersOf, recoded } from './transforms.ts';
import { describeUnseen, unseenFunctions } from './unseen.ts';
import { useChosenPath } from './use-chosen-path.ts';
import { useFlameFind } from './use-flame-find.ts';
import { useFlameStage } from './use-flame-stage.ts';
import { useGraph } from './use-graph.ts';
import { useZoomedNode } from './use-zoomed-node.ts';

interface FlameGraphProps {
  readonly run: RunId;
  readonly name: string;
  readonly threads: readonly ThreadSummary[];
  readonly functions: FunctionTable;
  readonly throttled: readonly ThrottledCalls[] | undefined;
  /** Other runs of the project that have ended. */
  readonly others: readonly Run[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function FlameGraph({ run, name, threads, functions, throttled, others }: FlameGraphProps) {
  const root = useRef<HTMLElement>(null);
  const canvas = useScrollCanvas();
  const keysId = useId();
  const range = useApp(({ location }) => location.range);
  const selection = useApp(({ location }) => location.selection);
  const findText = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const [settings, change] = useOwn('flamegraph', flameText);
  const [selectedNode, setSelectedNode] = useState<NodeId | null>(null);
  const [pointed, setPointed] = useState<(Point & { box: number }) | null>(null);
  const [menu, setMenu] = useState<(Point & { row: number }) | null>(null);
  const pointerX = useRef<number | null>(null);
  // Nodes of two runs laid over each other are others than those of one.
  useEffect(() => setSelectedNode(null), [settings.base]);

  const stage = useFlameStage(canvas, {
    onNeed: () => graph.refresh(),
    onPoint: (box, x, y) => {
      pointerX.current = box < 0 && x === 0 ? null : x;
      setPointed(box < 0 ? null : { box, x, y });
    },
    onClick: (box) => actions.selectBox(box),
    onDoubleClick: (box) => actions.zoomToBox(box),
    onMenu: (box, x, y) => {
      actions.selectBox(box);
      setPointed(null);
      setMenu(box < 0 || layout === null ? null : { row: layout.row[box] as number, x, y });
    },
    onMove: () => zoomed.forget(),
  });
  const graph = useGraph({ run, functions, settings, range }, stage);
  const { table, layout, names, difference, missing } = graph;
  const byMemory = table?.memory !== undefined;
  const theme = useCanvasTheme();
  const byModule = useBoxColours(functions, theme);
  const byChange = useChangeColours(settings.base === null ? null : CHANGE_SLOTS, theme);
  const colours = byChange ?? byModule;
  const matches = useMemo(() => litFunctions(names, findText, onlyMyCode), [names, findText, onlyMyCode]);
  const zoomed = useZoomedNode(stage, layout, canvas.size);
  const selectedRow = table === undefined ? -1 : rowOfNode(table, selectedNode);

  /** The function of the run that a code of the graph stands for; -1: none. */
  const functionOfCode = (code: number): number => difference?.functionOf(code) ?? Math.max(-1, code);
  const codeOfRow = (row: number): number => table?.function[row] ?? -1;
  useChosenPath({
    ...{ layout, settings, range, middle: graph.middle },
    ...{ row: selectedRow, function: selectedRow < 0 ? -1 : functionOfCode(codeOfRow(selectedRow)) },
  });
  const offersFor = (row: number): readonly Offer[] =>
    table === undefined || row < 0
      ? []
      : offersOf(table, row, names, settings.order === 'bottom-up' || graph.middle >= 0).flatMap((offer) => {
          // The settings name functions of the run, whatever the graph names.
          const transform = recoded(offer.transform, functionOfCode);
          return transform === null || codeOfRow(row) === graph.middle ? [] : { ...offer, transform };
        });
  const take = ({ transform }: Offer) => change({ transforms: [...settings.transforms, transform] });
  const setOrder = (order: FlameOrder) => {
    const fn = functionOf(selection);
    change({ order, ...(order === 'sandwich' && fn >= 0 && { middle: fn }) });
  };
  const actions = flameActions({
    ...{ stage, layout, selectedRow, zoomed, pointerX: pointerX.current },
    onOrder: setOrder,
    onUndo: () => change({ transforms: settings.transforms.slice(0, -1) }),
    onMenu: () => {
      if (stage !== null && layout !== null && selectedRow >= 0)
        setMenu({ row: selectedRow, ...stage.pointOf(layout, selectedRow) });
    },
    onSelect: (node, code) => {
      setSelectedNode(node);
      const fn = code === null ? -1 : functionOfCode(code);
      useApp.getState().select(fn < 0 ? null : { kind: 'function', function: fn });
    },
  });
  const found = useMemo(
    () => (table === undefined || matches === null || findText === '' ? null : flameMatches(table, matches)),
    [table, matches, findText],
  );
  const counted = useMemo(() => countedCalls(functions, throttled), [functions, throttled]);
  const unseen = useMemo(
    () =>
      found === null
        ? []
        : unseenFunctions(found.unseen, names, functions, counted, functionOfCode, byMemory),
    [found, names, functions, counted, byMemory],
  );
  // What is found and too narrow to have come is fetched; what was left out, or only counted, never comes.
  const isSought = unseen.some((one) => one.isSought);
  useEffect(() => {
    if (isSought && graph.query.exact) graph.deepen();
  }, [isSought, table, graph.query.exact]);
  useFlameFind(found, unseen, actions.goToRow, ({ fn }) => {
    setSelectedNode(null);
    useApp.getState().select(fn < 0 ? null : { kind: 'function', function: fn });
  });
  const keys = useKeysOf('flamegraph', flameKeys);
  useViewActions(root, keys, (action) => {
    if (!isTransform(action)) {
      actions.run(action);
      return true;
    }
    const offer = offersFor(selectedRow).find((each) => each.action === action);
    if (offer) take(offer);
    return offer !== undefined;
  });

  const hover = pointed !== null && layout !== null && pointed.box < layout.boxes.length ? pointed : null;
  const lit = functionOf(selection);
  const hidden = lit < 0 ? undefined : unseen.find(({ fn }) => fn === lit);
  const view: FlameView | null = layout && {
    ...{ layout, names, colours, theme, matches, hoverBox: hover?.box ?? -1 },
    selectedBox: selectedRow < 0 ? -1 : (layout.box[selectedRow] as number),
    selectedFunction: lit < 0 || difference !== null ? null : lit,
  };
  useEffect(() => {
    if (view !== null) stage?.show(view, 'base');
  }, [stage, canvas.size, layout, names, colours, theme, matches]);
  useEffect(() => {
    if (view !== null) stage?.show(view, 'overlay');
  }, [stage, view?.selectedBox, view?.selectedFunction, view?.hoverBox]);

  const about = (row: number) =>
    table === undefined
      ? undefined
      : difference !== null
        ? describeChange(table, row, names, difference.changeOf(row))
        : describeRow(table, row, names);
  const save = (format: 'svg' | 'png') =>
    attempt('The picture could not be saved', async () => {
      if (stage === null || layout === null) return;
      const sentence = (row: number) => {
        const { title, place, facts } = about(row) ?? { title: '', place: '', facts: [] };
        return [title, place, ...facts.map(({ label, value }) => `${label}: ${value}`)].join('\n');
      };
      await saveGraph(format, `${name}-flame-graph`, {
        ...{ layout, names, colours, theme, view: stage.target, about: sentence },
      });
    });
  const hovered = hover !== null && layout !== null ? about(layout.row[hover.box] as number) : undefined;

  return (
    <section ref={root} className={styles.view} aria-label="Flame graph">
      <FlameBar
        {...{ settings, functions, threads, others, range, table }}
        onOrder={setOrder}
        onChange={change}
        onClearRange={() => useApp.getState().setRange(null)}
        selected={
          table !== undefined && selectedRow >= 0
            ? describeSelectedRow(table, selectedRow, names)
            : hidden === undefined
              ? ''
              : describeUnseen(hidden)
        }
        matched={
          found === null || layout === null || graph.middle >= 0
            ? null
            : shareText(found.covered, layout.whole)
        }
        unseen={unseen}
        isZoomed={zoomed.isZoomed}
        onReset={zoomed.reset}
        onExport={save}
      />
      <Trail
        {...{ settings, functions, middle: graph.middle, changeFills: colours.fills.slice(1) }}
        base={others.find(({ id }) => id === settings.base)}
        onChange={change}
      />
      {table !== undefined && zoomed.row > 0 && (
        <Breadcrumb table={table} row={zoomed.row} names={names} onGo={zoomed.toRow} />
      )}
      <QueryLine failure="The call tree could not be read." query={graph.query} />
      <ScrollCanvas
        elements={canvas}
        contentHeight={((layout?.lanes ?? 0) + 1) * FLAME_ROW_HEIGHT}
        label="Flame graph: the merged call tree, the width of a call is its share of the whole"
        describedBy={keysId}
      >
        {missing !== null ? (
          <MissingMemory
            why={missing}
            onAllTraces={() => change({ trace: null })}
            onByTime={() => change({ by: 'total' })}
          />
        ) : (
          table === undefined &&
          graph.query.error === null && <LoadingMessage title="Reading the call tree" />
        )}
        {table !== undefined && table.length <= 1 && graph.middle < 0 && graph.query.exact && (
          <EmptyTree
            {...{ range, byMemory, thread: settings.thread, isTransformed: settings.transforms.length > 0 }}
            onAllThreads={() => change({ thread: null })}
            onUndo={() => actions.run('undo')}
          />
        )}
        {hover !== null && hovered !== undefined && menu === null && (
          <HoverCard x={hover.x} y={hover.y} text={hovered} />
        )}
        {menu !== null && table !== undefined && menu.row < table.length && (
          <ContextMenu
            {...{ x: menu.x, y: menu.y, label: `Actions on ${nameOf(table, menu.row, names)}` }}
            entries={flameMenu({
              offers: offersFor(menu.row),
              keys,
              onOffer: take,
              onZoom: () => zoomed.toRow(menu.row),
              ...functionActions(functionOfCode(codeOfRow(menu.row)), functions, (fn) =>
                change({ order: 'sandwich', middle: fn, base: null }),
              ),
            })}
            onClose={() => {
              setMenu(null);
              canvas.scroller.current?.focus();
            }}
          />
        )}
      </ScrollCanvas>
      <p id={keysId} className={styles.hidden}>
        {keys.help}
      </p>
    </section>
  );
}

/** What can be done with a function of the run, from the menu; nothing where a row is none. */
function functionActions(fn: number, functions: FunctionTable, onSandwich: (fn: number) => void) {
  if (fn < 0) return { onSandwich: undefined, onSource: undefined, onCalls: undefined };
  const { openSource, openView, select } = useApp.getState();
  return {
    onSandwich: () => onSandwich(fn),
    onSource: () => openSource(functions.files[functions.file[fn] ?? -1] ?? '', functions.line[fn] ?? null),
    onCalls: () => {
      select({ kind: 'function', function: fn });
      openView('functions');
    },
  };
}
