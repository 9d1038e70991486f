import { type FlameLayout, neighbourOf } from '../../canvas/index.ts';
import type { FlameAction } from './flame-keys.ts';
import type { FlameOrder } from './flame-settings.ts';
import type { FlameStage } from './flame-stage.ts';
import type { NodeId } from './row-of-node.ts';
import type { ZoomedNode } from './use-zoomed-node.ts';

const ZOOM_STEP = 0.6;
const PAN_SHARE = 0.2;
const KEY_MS = 120;
/** A box narrower than this cannot be seen, so its parent is zoomed to. */
const LEAST_PX = 4;

/** What actions need of the stage. */
export type FlameMoves = Pick<FlameStage, 'target' | 'zoom' | 'pan' | 'bringIn'>;

interface ActionContext {
  readonly stage: FlameMoves | null;
  readonly layout: FlameLayout | null;
  /** -1: nothing is selected, or nothing that this table has. */
  readonly selectedRow: number;
  readonly zoomed: ZoomedNode;
  readonly pointerX: number | null;
  readonly onOrder: (order: FlameOrder) => void;
  /** Takes the last transform back. */
  readonly onUndo: () => void;
  /** Opens the menu of the selected row. */
  readonly onMenu: () => void;
  /** `code` is a function code of the table, `null` for the whole run and when nothing is selected any more. */
  readonly onSelect: (node: NodeId | null, code: number | null) => void;
}

/** What keys, clicks and buttons do. */
export function flameActions(context: ActionContext) {
  const { stage, layout, selectedRow, zoomed, pointerX, onOrder, onSelect } = context;

  function selectRow(row: number): void {
    if (layout === null) return;
    const fn = layout.table.function[row] as number;
    onSelect(layout.table.node[row] as number, fn === -1 ? null : fn);
  }

  /** Selects a row and brings it on screen. */
  function goToRow(row: number): void {
    if (layout === null || stage === null) return;
    selectRow(row);
    const before = stage.target;
    stage.bringIn(layout, layout.box[row] as number, LEAST_PX);
    if (stage.target.nsPerPx !== before.nsPerPx || stage.target.startNs !== before.startNs) zoomed.forget();
  }

  function step(towards: 'up' | 'down' | 'next' | 'previous'): void {
    if (layout === null || layout.boxes.length === 0) return;
    goToRow(selectedRow < 0 ? neighbourOf(layout, 0, 'down') : neighbourOf(layout, selectedRow, towards));
  }

  function zoom(factor: number): void {
    if (stage === null) return;
    stage.zoom(pointerX ?? stage.target.widthPx / 2, factor, KEY_MS);
    zoomed.forget();
  }

  function pan(share: number): void {
    if (stage === null) return;
    stage.pan(stage.target.widthPx * share, KEY_MS);
    zoomed.forget();
  }

  function zoomBack(): void {
    if (layout === null) return;
    zoomed.toRow(zoomed.row > 0 ? (layout.table.parent[zoomed.row] as number) : 0);
  }

  const byAction: Readonly<Record<FlameAction, () => void>> = {
    'first-call': () => onOrder('first-call'),
    'left-heavy': () => onOrder('left-heavy'),
    sandwich: () => onOrder('sandwich'),
    'bottom-up': () => onOrder('bottom-up'),
    undo: context.onUndo,
    menu: context.onMenu,
    'zoom-in': () => zoom(ZOOM_STEP),
    'zoom-out': () => zoom(1 / ZOOM_STEP),
    'pan-left': () => pan(-PAN_SHARE),
    'pan-right': () => pan(PAN_SHARE),
    up: () => step('up'),
    down: () => step('down'),
    previous: () => step('previous'),
    next: () => step('next'),
    'zoom-to': () => zoomed.toRow(selectedRow),
    'zoom-back': zoomBack,
    frame: () => zoomed.toRow(selectedRow < 0 || zoomed.row === selectedRow ? 0 : selectedRow),
    reset: zoomed.reset,
    clear: () => (zoomed.isZoomed ? zoomed.reset() : onSelect(null, null)),
  };
  return {
    goToRow,
    selectBox(box: number): void {
      if (layout === null || box < 0) onSelect(null, null);
      else selectRow(layout.row[box] as number);
    },
    zoomToBox(box: number): void {
      if (layout !== null && box >= 0) zoomed.toRow(layout.row[box] as number);
    },
    run: (action: FlameAction) => byAction[action](),
  };
}
