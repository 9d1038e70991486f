import { describe, expect, it } from 'vitest';
import type { TraceTable } from '#contract';
import { BoxFlag, timelineBoxes } from '../../canvas/index.ts';
import { CHARACTER_NS, timelineFromText } from '../../canvas/testing/notation.ts';
import { taskRows } from './task-rows.ts';
import { callKey, taskTracks } from './task-tracks.ts';

/**
 * Calls of a root by indentation, two blanks a level: `b~ 10-40` is function b, the first of that name, asynchronous; `10-`: no end yet.
 * Ordinals count on from `firstOrdinal`.
 */
function rootOf(text: string, firstOrdinal = 0): TraceTable {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  const open: number[] = [];
  const rows = lines.map((line, row) => {
    const depth = (line.length - line.trimStart().length - margin) / 2;
    const [, letter = '', async, start, end] = /^(\w)(~?) (\d+)-(\d*)$/.exec(line.trim()) ?? [];
    open.splice(depth, open.length, row);
    return {
      ...{ depth, parent: open[depth - 1] ?? -1, start: Number(start) },
      ...{ fn: letter.charCodeAt(0) - 97, flags: async === '~' ? BoxFlag.async : 0 },
      duration: end === '' ? -1 : Number(end) - Number(start),
    };
  });
  const ints = (of: (row: (typeof rows)[number], at: number) => number) => Int32Array.from(rows, of);
  const floats = (of: (row: (typeof rows)[number], at: number) => number) => Float64Array.from(rows, of);
  return {
    ...{ revision: 1, traceId: 't' as TraceTable['traceId'], first: '0:0' as TraceTable['first'] },
    ...{ total: rows.length, offset: 0, depth: 64, omitted: 0, length: rows.length, startNs: 0, endNs: 1000 },
    thread: ints(() => 0),
    ordinal: floats((_, at) => firstOrdinal + at),
    parent: ints(({ parent }) => parent),
    depthOf: ints(({ depth }) => depth),
    function: ints(({ fn }) => fn),
    startNsOf: floats(({ start }) => start),
    durationNs: floats(({ duration }) => duration),
    selfNs: floats(({ duration }) => duration),
    flags: Uint8Array.from(rows, ({ flags }) => flags),
    children: ints(() => 0),
  };
}

/** `function: lanes, calls` of each track. */
const drawn = (roots: readonly TraceTable[]) =>
  taskTracks(roots).tracks.map(
    ({ function: fn, lanes, calls }) => `${String.fromCharCode(97 + fn)}: ${lanes}, ${calls}`,
  );

describe('the tracks of tasks', () => {
  it('are one for each call that nothing called, as they began', () => {
    expect(drawn([rootOf('b 50-60', 10), rootOf('a 0-40\n  c 10-20', 0)])).toEqual(['a: 2, 2', 'b: 1, 1']);
  });

  it('are one more for each asynchronous call that went on beside another one of its caller', () => {
    const root = rootOf(`
      a~ 0-100
        b~ 10-40
          d 12-14
        c~ 20-60
          d 22-24
        e~ 70-90`);
    expect(drawn([root])).toEqual(['a: 2, 2', 'b: 2, 2', 'c: 2, 2']);
  });

  it('see past the calls that only began them', () => {
    const root = rootOf(`
      a~ 0-100
        f 10-11
          b~ 10-40
        f 11-12
          b~ 11-60`);
    expect(drawn([root])).toEqual(['a: 2, 3', 'b: 1, 1', 'b: 1, 1']);
  });

  it('take no call for a task that only had others after it, or that never waited', () => {
    expect(drawn([rootOf('a~ 0-100\n  b~ 10-40\n  b~ 40-60\n  c 50-70')])).toEqual(['a: 3, 4']);
  });

  it('put a call below its caller, and further down where another one still goes on there', () => {
    const root = rootOf('a~ 0-100\n  b~ 10-50\n    c 20-30\n  d 40-60\n  d 60-70');
    const { places } = taskTracks([root]);
    expect([0, 1, 2, 3, 4].map((ordinal) => places.get(callKey(0, ordinal))?.lane)).toEqual([0, 1, 2, 2, 1]);
  });

  it('take the call of another process for a task of its own, once', () => {
    const server = rootOf('b 20-40', 7);
    const client = rootOf('a 0-100\n  b 20-40', 0);
    (client.ordinal as Float64Array)[1] = 7;
    expect(drawn([client, server])).toEqual(['a: 1, 1', 'b: 1, 1']);
    expect(drawn([server, client])).toEqual(['a: 1, 1', 'b: 1, 1']);
  });

  it('say that there are more calls than were asked for', () => {
    const root = rootOf('a 0-100\n  b 10-20');
    const cut = (table: TraceTable) => taskTracks([table]).tracks.map(({ isCut }) => isCut);
    expect([cut(root), cut({ ...root, total: 5000 }), cut({ ...root, omitted: 3 })]).toEqual([
      [false],
      [true],
      [true],
    ]);
  });

  it('are the longest ones where there are many, and tell how many are left out', () => {
    const roots = Array.from({ length: 30 }, (_, at) => rootOf(`a ${100 * at}-${100 * at + 10 + at}`, at));
    const { tracks, omitted } = taskTracks(roots);
    expect([tracks.length, omitted]).toEqual([24, 6]);
    expect(tracks[0]?.durationNs).toBe(16);
  });
});

describe('the calls of tasks in a window', () => {
  // Two tasks of one caller take turns in lanes of their thread.
  const window = timelineFromText(`
    0 a~~~~~~~~a
    0 .b~~b.....
    0 ..c~~~c...`);
  const at = (cell: number) => cell * CHARACTER_NS;
  const root = rootOf(`
    a~ 0-${at(10)}
      b~ ${at(1)}-${at(5)}
      c~ ${at(2)}-${at(7)}`);

  it('stand in their own tracks with their waits, behind those of the threads', () => {
    const tasks = taskTracks([root]);
    const rows = taskRows(window, tasks);
    const boxes = timelineBoxes(window, at(10), rows === null ? [] : [rows]);
    expect([boxes.ownRows, boxes.spans.length, boxes.waits.length]).toEqual([3, 6, 6]);
    for (const [row, { index }] of tasks.tracks.entries()) {
      expect(boxes.spanLanes.get(index)).toEqual(Int32Array.of(3 + row, 4 + row));
      expect(boxes.waitLanes.get(index)).toEqual(Int32Array.of(3 + row, 4 + row));
      expect(boxes.spans.start[3 + row]).toBe(boxes.spans.start[row]);
      expect(boxes.waits.start[3 + row]).toBe(boxes.waits.start[row]);
    }
  });

  it('are none where no task is known', () => {
    expect(taskRows(window, taskTracks([]))).toBeNull();
  });
});
