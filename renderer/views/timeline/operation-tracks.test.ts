import { describe, expect, it } from 'vitest';
import { formatSpanId, type OperationRow } from '#contract';
import { timelineBoxes } from '../../canvas/index.ts';
import { CHARACTER_NS, timelineFromText } from '../../canvas/testing/notation.ts';
import { rowOfSpan, spanAtRow } from './lane-neighbours.ts';
import { operationTracks } from './operation-tracks.ts';

const operation = (
  kind: OperationRow['kind'],
  startNs: number,
  durationNs: number,
  ordinal: number,
  status: OperationRow['status'] = 'ok',
): OperationRow => ({
  ...{ id: formatSpanId(0, ordinal), function: 3, startNs, durationNs, status },
  ...{ kind, system: 'any', attributes: [], name: 'SELECT orders' },
});

const { tracks, rows } = operationTracks([
  operation('http', 40, 20, 4, 'error'),
  operation('database', 20, 30, 2),
  operation('database', 10, 20, 1),
  operation('database', 35, 5, 3),
]);

describe('the tracks of operations', () => {
  it('are one for each kind that there is, with lanes for those that went on at once', () => {
    expect(tracks).toEqual([
      { index: -1, title: 'Database', lanes: 2, operations: 3 },
      { index: -3, title: 'HTTP', lanes: 1, operations: 1 },
    ]);
    expect(Array.from(rows?.ordinal ?? [], (ordinal, i) => [rows?.track[i], rows?.lane[i], ordinal])).toEqual(
      [
        [-1, 0, 1],
        [-1, 0, 3],
        [-1, 1, 2],
        [-3, 0, 4],
      ],
    );
    expect([...(rows?.flags ?? [])]).toEqual([0, 0, 0, 1]);
  });

  it('keep a lane for one that has not ended', () => {
    const open = operationTracks([operation('file', 0, -1, 1), operation('file', 50, 5, 2)]);
    expect(open.tracks[0]?.lanes).toBe(2);
  });

  it('are none without operations', () => {
    expect(operationTracks([])).toEqual({ tracks: [], rows: null });
  });

  it('show spans that stand with their thread as well: the one found by its id', () => {
    const window = timelineFromText(`
      0 aaaaaaaa
      0 .bb.b`);
    const boxes = timelineBoxes(window, 100 * CHARACTER_NS, rows === null ? [] : [rows]);
    expect([boxes.ownRows, boxes.spans.length]).toEqual([3, 7]);
    const last = boxes.spans.length - 1;
    expect(spanAtRow(boxes, last)).toBe(formatSpanId(0, 4));
    expect(boxes.spanLanes.get(-3)).toEqual(Int32Array.of(6, 7));
    expect(rowOfSpan(boxes, formatSpanId(0, 1))).toBe(1);
  });
});
