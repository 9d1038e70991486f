import fc from 'fast-check';
import type { AllocationMeasure, AllocationProfile } from '#format';
import type { TestFunction } from './spool-builder.ts';

/** A profile of memory as an indented tree, one node a line: `name@file own-bytes own-objects`. */
export interface DrawnAllocations {
  readonly functions: readonly TestFunction[];
  readonly profile: AllocationProfile;
}

const LINE = /^( *)([^\s@]+)(?:@(\S+))? (\d+)(?: (\d+))?$/;

/**
 * Reads a drawing:
 *
 * ```
 * main@app.js 100
 *   load@db.js 4000 2
 * - 7                            no function that was traced
 * ```
 *
 * The whole stands above it and is not drawn. Without a number of objects there is one. `known`: functions of the same thread, whose
 * ids are used (`drawThread`).
 */
export function drawAllocations(
  drawing: string,
  known: readonly TestFunction[] = [],
  measure: AllocationMeasure = 'retained',
  timeNs = 0,
): DrawnAllocations {
  const functions = [...known];
  const parent = [-1];
  const fns = [-1];
  const bytes = [0];
  const count = [0];
  const path: number[] = [];
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  for (const line of lines) {
    const match = LINE.exec(line.slice(margin).trimEnd());
    if (!match) throw new Error(`Not a node: ${line}`);
    const [, indent = '', name = '', file = 'app.js', own, objects = '1'] = match;
    let fn = functions.findIndex((f) => f.name === name && (f.file ?? 'app.js') === file);
    if (name === '-') fn = -1;
    else if (fn < 0) fn = functions.push({ name, file }) - 1;
    path.length = indent.length / 2;
    parent.push(path.at(-1) ?? 0);
    path.push(fns.push(fn) - 1);
    bytes.push(Number(own));
    count.push(Number(objects));
  }
  return { functions, profile: { timeNs, measure, intervalBytes: 0, parent, function: fns, bytes, count } };
}

/** Any profile of a thread with so many functions. */
export const randomAllocations = (functions: number, maxNodes = 40): fc.Arbitrary<AllocationProfile> =>
  fc
    .record({
      measure: fc.constantFrom<AllocationMeasure[]>('allocated', 'retained'),
      nodes: fc.array(
        fc.record({
          above: fc.nat(),
          fn: fc.integer({ min: -1, max: functions - 1 }),
          bytes: fc.oneof(fc.constant(0), fc.nat(1000), fc.nat(1e9)),
          count: fc.nat(1000),
        }),
        { maxLength: maxNodes },
      ),
    })
    .map(({ measure, nodes }) => ({
      ...{ timeNs: 0, measure, intervalBytes: 0 },
      parent: [-1, ...nodes.map(({ above }, i) => above % (i + 1))],
      function: [-1, ...nodes.map(({ fn }) => fn)],
      bytes: [0, ...nodes.map(({ bytes }) => bytes)],
      count: [0, ...nodes.map(({ count }) => count)],
    }));
