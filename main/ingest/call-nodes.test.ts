import { describe, expect, it } from 'vitest';
import { ROOT_NODE } from '../store/node-page.ts';
import { CallNodes } from './call-nodes.ts';

describe('call nodes', () => {
  it('give a path the same node each time, and different paths different ones', () => {
    const nodes = new CallNodes();
    const a = nodes.child(ROOT_NODE, 1);
    const b = nodes.child(a, 2);
    expect(nodes.child(ROOT_NODE, 2)).not.toBe(b);
    expect(nodes.child(nodes.child(ROOT_NODE, 1), 2)).toBe(b);
    expect([nodes.depthOf(a), nodes.depthOf(b), nodes.parentOf(b)]).toEqual([1, 2, a]);
  });

  it('know the outermost call of a function in a path, however deep', () => {
    const nodes = new CallNodes();
    const path = [0, 1, 0, 2, 1, 3, 0];
    let node = ROOT_NODE;
    const outermost = path.map((fn) => {
      node = nodes.child(node, fn);
      return nodes.isOutermost(node);
    });
    expect(outermost).toEqual([true, true, false, true, false, true, false]);
  });

  it('build a recursion of 100,000 calls with a leaf at each level without looking through it again', () => {
    const nodes = new CallNodes();
    let node = ROOT_NODE;
    for (let depth = 0; depth < 100_000; depth++) {
      node = nodes.child(node, 0);
      nodes.child(node, 1);
    }
    expect(nodes.length).toBe(200_001);
    expect(nodes.depthOf(node)).toBe(100_000);
  });

  it('merge paths into one node a function when there are too many', () => {
    const nodes = new CallNodes(4);
    let node = ROOT_NODE;
    for (let depth = 0; depth < 10; depth++) node = nodes.child(node, depth);
    expect(nodes.depthOf(node)).toBe(1);
    expect(nodes.child(nodes.child(ROOT_NODE, 0), 9)).toBe(node);
  });
});
