import { describe, expect, it } from 'vitest';
import { ContractError } from '#contract';
import { LiveFeed } from './live-feed.ts';

type Change = (value: number) => number;

/** A feed of numbers; the test gives the first answer and the pushes. */
function feedOfNumbers(intervalMs = 0) {
  const sources: {
    answer: (n: number) => void;
    fail: (error: Error) => void;
    push: (change: Change) => void;
    open: boolean;
  }[] = [];
  const feed = new LiveFeed<number>((_, push) => {
    const first = Promise.withResolvers<number>();
    const source = { answer: first.resolve, fail: first.reject, push, open: true };
    sources.push(source);
    const pushes = {
      dispose() {
        source.open = false;
      },
    };
    return { first: first.promise, pushes };
  }, intervalMs);
  return { feed, sources };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a live feed', () => {
  it('applies what is pushed before the first answer to that answer', async () => {
    const { feed, sources } = feedOfNumbers();
    feed.subscribe('r1', () => {});
    sources[0]?.push((n) => n + 1);
    sources[0]?.push((n) => n * 2);
    sources[0]?.answer(10);
    await settled();
    expect(feed.state('r1').value).toBe(22);
  });

  it('tells of many pushes at once, with the newest value', async () => {
    const { feed, sources } = feedOfNumbers(20);
    let told = 0;
    feed.subscribe('r1', () => {
      told++;
    });
    sources[0]?.answer(0);
    await settled();
    for (let i = 1; i <= 100; i++) sources[0]?.push(() => i);
    await expect.poll(() => feed.state('r1').value).toBe(100);
    expect(told).toBe(2);
  });

  it('is one subscription for all who look, and none when nobody does', () => {
    const { feed, sources } = feedOfNumbers();
    const leave = [feed.subscribe('r1', () => {}), feed.subscribe('r1', () => {})];
    expect(sources).toHaveLength(1);
    leave[0]?.();
    expect(sources[0]?.open).toBe(true);
    leave[1]?.();
    expect(sources[0]?.open).toBe(false);
  });

  it('starts anew after a reconnect and keeps the value until the new one comes', async () => {
    const { feed, sources } = feedOfNumbers();
    feed.subscribe('r1', () => {});
    sources[0]?.answer(1);
    await settled();
    feed.refresh();
    expect(feed.state('r1').value).toBe(1);
    sources[0]?.push(() => 99);
    sources[1]?.answer(2);
    await settled();
    expect(feed.state('r1').value).toBe(2);
  });

  it('asks again when something is pushed after the first answer failed', async () => {
    const { feed, sources } = feedOfNumbers();
    feed.subscribe('r1', () => {});
    sources[0]?.fail(new ContractError('not-found', 'There is no such run yet.'));
    await settled();
    sources[0]?.push((n) => n + 1);
    expect(sources[0]?.open).toBe(false);
    sources[1]?.answer(5);
    await settled();
    expect(feed.state('r1')).toEqual({ value: 5, error: null });
  });

  it('gives the error when the first answer fails', async () => {
    const { feed, sources } = feedOfNumbers();
    feed.subscribe('r1', () => {});
    sources[0]?.fail(new ContractError('not-found', 'There is no such run.'));
    await settled();
    expect(feed.state('r1').error?.code).toBe('not-found');
  });
});
