import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { packNodePage } from '../store/node-page.ts';
import { NodePlace } from './node-place.ts';
import type { NodeTable } from './node-table.ts';

const VERSION = { inode: 7, bornMs: 1.5, revision: 3 };
const ROOM = 1024;
const page = packNodePage({
  length: 3,
  parent: Int32Array.of(-1, 0, 1),
  function: Int32Array.of(-1, 4, 5),
  depth: Int32Array.of(0, 1, 2),
  outermost: Uint8Array.of(1, 1, 1),
  calls: Float64Array.of(0, 10, 20),
  errors: Float64Array.of(0, 0, 2),
  totalNs: Float64Array.of(0, 2 ** 40, 5),
  selfNs: Float64Array.of(0, 1, 5),
});
const fill = (nodes: NodeTable): void => nodes.set(0, page);
const never = (): never => {
  throw new Error('filled again');
};
const waits = (): void => {};
const callsOf = (nodes: NodeTable | undefined) => nodes && [...nodes.calls.subarray(0, nodes.length)];

describe('the place for the call nodes of a recording', () => {
  it('is filled by the first reader and read by the others', () => {
    const place = new NodePlace();
    const first = place.take(VERSION, ROOM, fill, waits);
    const second = new NodePlace(place.memory).take(VERSION, ROOM, never, waits);
    expect(callsOf(first)).toEqual([0, 10, 20]);
    expect(callsOf(second)).toEqual([0, 10, 20]);
    expect(second?.totalNs[1]).toBe(2 ** 40);
    expect([...(second?.parent.subarray(0, 3) ?? [])]).toEqual([-1, 0, 1]);
    expect(second?.calls.buffer).toBe(first?.calls.buffer);
  });

  it.for([
    { ...VERSION, inode: 8 },
    { ...VERSION, bornMs: 2.5 },
    { ...VERSION, revision: 4 },
  ])('has nothing for another version: %o', (other) => {
    const place = new NodePlace();
    place.take(VERSION, ROOM, fill, waits);
    expect(place.take(other, ROOM, never, waits)).toBeUndefined();
    expect(place.take(VERSION, 2 * ROOM, never, waits)).toBeUndefined();
    expect(callsOf(place.take(VERSION, ROOM, never, waits))).toEqual([0, 10, 20]);
  });

  it('is empty again after a reader failed to fill it', () => {
    const place = new NodePlace();
    const failing = (nodes: NodeTable) => {
      nodes.calls.fill(99);
      throw new Error('damaged');
    };
    expect(() => place.take(VERSION, ROOM, failing, waits)).toThrow('damaged');
    expect(callsOf(place.take(VERSION, ROOM, fill, waits))).toEqual([0, 10, 20]);
    expect(place.take(VERSION, ROOM, never, waits)?.calls[5]).toBe(0);
  });

  it('has no room for more nodes than a recording can have', () => {
    expect(new NodePlace().take(VERSION, 2 ** 22, never, waits)).toBeUndefined();
  });

  it('lets a reader that waits for another one be cancelled', () => {
    const place = new NodePlace();
    const cancelled = () => {
      throw new Error('cancelled');
    };
    place.take(
      VERSION,
      ROOM,
      (nodes) => {
        expect(() => new NodePlace(place.memory).take(VERSION, ROOM, never, cancelled)).toThrow('cancelled');
        fill(nodes);
      },
      waits,
    );
    expect(callsOf(place.take(VERSION, ROOM, never, waits))).toEqual([0, 10, 20]);
  });

  it('is given up when the thread that was to fill it has ended', async () => {
    const place = new NodePlace(undefined, 1);
    const dying = new Worker(
      `const { workerData } = require('node:worker_threads');
       Atomics.store(new Int32Array(workerData, 0, 1), 0, 1);
       process.exit(0);`,
      { eval: true, workerData: place.memory },
    );
    await once(dying, 'exit');
    let glances = 0;
    expect(place.take(VERSION, ROOM, never, () => glances++)).toBeUndefined();
    expect(glances).toBeGreaterThan(0);
    expect(place.take(VERSION, ROOM, never, never)).toBeUndefined();
  });
});
