import { expect, it } from 'vitest';
import type { Disposable } from '#contract';
import { SourceChanges } from './source-changes.ts';

/** An engine that tells of changes when it is asked to, and knows who listens. */
function engine() {
  const listening = new Map<string, Set<() => void>>();
  const onSourceChanged = ({ dir }: { dir: string }, listener: (change: never) => void): Disposable => {
    const tell = () => listener({} as never);
    listening.set(dir, (listening.get(dir) ?? new Set()).add(tell));
    return { dispose: () => void listening.get(dir)?.delete(tell) };
  };
  const change = (dir: string) => {
    for (const tell of listening.get(dir) ?? []) tell();
  };
  return { graphs: { onSourceChanged }, change, listeners: (dir: string) => listening.get(dir)?.size ?? 0 };
}

it('says of an unchanged source that it has not changed, however often views come and go', () => {
  const { graphs } = engine();
  const sources = new SourceChanges(() => graphs);
  const before = sources.revision('/shop');
  for (let turn = 0; turn < 3; turn++) sources.subscribe('/shop', () => undefined)();
  expect(sources.revision('/shop')).toBe(before);
});

it('counts a change that came while no view looked', () => {
  const { graphs, change } = engine();
  const sources = new SourceChanges(() => graphs);
  sources.subscribe('/shop', () => undefined)();
  const before = sources.revision('/shop');
  change('/shop');
  expect(sources.revision('/shop')).toBe(before + 1);
});

it('tells every view of a change once', () => {
  const { graphs, change } = engine();
  const sources = new SourceChanges(() => graphs);
  const told: string[] = [];
  sources.subscribe('/shop', () => told.push('a'));
  const leave = sources.subscribe('/shop', () => told.push('b'));
  change('/shop');
  leave();
  change('/shop');
  expect(told).toEqual(['a', 'b', 'a']);
});

it('lets one project go for another, and takes it for changed when it comes back', () => {
  const { graphs, listeners } = engine();
  const sources = new SourceChanges(() => graphs);
  sources.subscribe('/shop', () => undefined)();
  const before = sources.revision('/shop');
  sources.subscribe('/other', () => undefined)();
  expect([listeners('/shop'), listeners('/other')]).toEqual([0, 1]);
  sources.subscribe('/shop', () => undefined);
  expect(sources.revision('/shop')).toBe(before + 1);
});

it('listens again after a new connection, and counts it as a change', () => {
  const first = engine();
  const second = engine();
  let { graphs } = first;
  const sources = new SourceChanges(() => graphs);
  let told = 0;
  sources.subscribe('/shop', () => told++);
  const before = sources.revision('/shop');
  ({ graphs } = second);
  sources.refresh();
  expect([sources.revision('/shop'), told]).toEqual([before + 1, 1]);
  second.change('/shop');
  expect([sources.revision('/shop'), told]).toEqual([before + 2, 2]);
});
