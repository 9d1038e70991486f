import { describe, expect, it } from 'vitest';
import { flameLayout } from '../../canvas/index.ts';
import { callTreeFromText } from '../../canvas/testing/notation.ts';
import { type FlameMoves, flameActions } from './flame-actions.ts';
import type { ZoomedNode } from './use-zoomed-node.ts';

// Rows: 0 the root, 1 a, 2 b, 3 c, 4 d.
const layout = flameLayout(
  callTreeFromText(`
    a 20
      b 5
      c 12
    d 10`),
);

/** Everything that the actions asked for, in order. */
function asked(selectedRow: number, zoomedRow: number, isZoomed = zoomedRow !== 0) {
  const told: string[] = [];
  const stage: FlameMoves = {
    target: { startNs: 0, nsPerPx: 1, widthPx: 100 },
    zoom: (x) => told.push(`zoom ${x}`),
    pan: (px) => told.push(`pan ${px}`),
    bringIn: (_, box) => told.push(`bring ${layout.row[box]}`),
  };
  const zoomed: ZoomedNode = {
    row: zoomedRow,
    isZoomed,
    toRow: (row) => told.push(`zoom to ${row}`),
    reset: () => told.push('reset'),
    forget: () => told.push('forget'),
  };
  const actions = flameActions({
    stage,
    layout,
    selectedRow,
    zoomed,
    pointerX: null,
    onOrder: (order) => told.push(order),
    onUndo: () => told.push('undo'),
    onMenu: () => told.push('menu'),
    onSelect: (node, fn) => told.push(`select ${node} ${fn}`),
  });
  return { actions, told };
}

describe('what the keys of the flame graph do', () => {
  it('starts at the widest call, and walks from there', () => {
    const start = asked(-1, 0);
    start.actions.run('down');
    expect(start.told).toEqual(['select 1 0', 'bring 1']);
    const inside = asked(1, 0);
    inside.actions.run('down');
    inside.actions.run('next');
    expect(inside.told).toEqual(['select 3 2', 'bring 3', 'select 4 3', 'bring 4']);
  });

  it('zooms to the selected call, and back out to its caller', () => {
    const zoom = asked(3, 0);
    zoom.actions.run('zoom-to');
    expect(zoom.told).toEqual(['zoom to 3']);
    const back = asked(3, 3);
    back.actions.run('zoom-back');
    expect(back.told).toEqual(['zoom to 1']);
  });

  it('frames the selection, and everything when it fills the width already', () => {
    const first = asked(3, 0);
    first.actions.run('frame');
    const again = asked(3, 3);
    again.actions.run('frame');
    expect([...first.told, ...again.told]).toEqual(['zoom to 3', 'zoom to 0']);
  });

  it('shows everything before it clears the selection', () => {
    const zoomed = asked(3, 3);
    zoomed.actions.run('clear');
    const whole = asked(3, 0);
    whole.actions.run('clear');
    expect([...zoomed.told, ...whole.told]).toEqual(['reset', 'select null null']);
  });

  it('changes the order and takes transforms back, and forgets the call zoomed to when the view is moved by hand', () => {
    const { actions, told } = asked(-1, 0);
    actions.run('first-call');
    actions.run('sandwich');
    actions.run('undo');
    actions.run('zoom-in');
    actions.run('pan-left');
    expect(told).toEqual(['first-call', 'sandwich', 'undo', 'zoom 50', 'forget', 'pan -20', 'forget']);
  });

  it('selects no function with the root, and nothing beside the boxes', () => {
    const { actions, told } = asked(-1, 0);
    actions.selectBox(0);
    actions.selectBox(-1);
    actions.zoomToBox(-1);
    expect(told).toEqual(['select 0 null', 'select null null']);
  });
});
