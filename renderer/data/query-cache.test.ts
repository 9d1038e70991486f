import { describe, expect, it } from 'vitest';
import { ContractError } from '#contract';
import { QueryCache, type QuerySpec } from './query-cache.ts';

/** A query whose answers the test gives, one call at a time. */
function query(key = 'q') {
  const calls: { signal: AbortSignal; answer: (value: unknown) => void; fail: (error: Error) => void }[] = [];
  const at = (revision: number, family?: string): QuerySpec<unknown> => ({
    key,
    revision,
    family,
    load: (signal) =>
      new Promise((answer, fail) => {
        calls.push({ signal, answer, fail });
      }),
  });
  return { calls, at };
}

const look = (cache: QueryCache, key = 'q') => cache.subscribe(key, () => {});
/** Until the cache has dealt with an answer. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the query cache', () => {
  it('asks once, however many views want the same', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    look(cache);
    cache.want(at(1));
    cache.want(at(1));
    expect(calls).toHaveLength(1);
    calls[0]?.answer('a');
    await settled();
    cache.want(at(1));
    expect(calls).toHaveLength(1);
    expect(cache.state('q')).toEqual({ value: 'a', revision: 1, error: null, loading: false });
  });

  it('gives an answer up when a person stops it, says so, and asks again when that is wanted', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    cache.want(at(1));
    cache.stop('q');
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[0]?.fail(new ContractError('cancelled', 'gone'));
    await settled();
    expect(calls).toHaveLength(1);
    expect(cache.state('q')).toMatchObject({
      value: undefined,
      loading: false,
      error: { code: 'cancelled' },
    });
    cache.retry('q');
    calls[1]?.answer('b');
    await settled();
    expect(cache.state('q')).toMatchObject({ value: 'b', loading: false, error: null });
  });

  it('tells who looks of an answer and of an error, but not that it is asked', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    let told = 0;
    cache.subscribe('q', () => told++);
    cache.want(at(1));
    expect(calls).toHaveLength(1);
    expect(told).toBe(0);
    calls[0]?.fail(new ContractError('damaged', 'The file fails its checks.'));
    await settled();
    expect(told).toBe(1);
    cache.retry('q');
    const before = told;
    calls[1]?.answer('b');
    await settled();
    expect(told).toBe(before + 1);
    expect(cache.state('q')).toMatchObject({ value: 'b', loading: false });
  });

  it('keeps the older answer while a newer one loads', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    cache.want(at(1));
    calls[0]?.answer('old');
    await settled();
    cache.want(at(2));
    await expect.poll(() => calls.length).toBe(2);
    expect(cache.state('q')).toMatchObject({ value: 'old', loading: true });
    calls[1]?.answer('new');
    await settled();
    expect(cache.state('q')).toMatchObject({ value: 'new', revision: 2, loading: false });
  });

  it('goes on to the newest revision wanted meanwhile, and skips those between', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    for (const revision of [1, 2, 3, 4]) cache.want(at(revision));
    calls[0]?.answer('one');
    await expect.poll(() => calls.length).toBe(2);
    calls[1]?.answer('four');
    await settled();
    expect(cache.state('q')).toMatchObject({ value: 'four', revision: 4 });
  });

  it('asks again for what was forgotten while its answer was on its way', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    cache.want(at(1));
    cache.invalidate('q');
    calls[0]?.answer('of before the change');
    await expect.poll(() => calls.length).toBe(2);
    expect(cache.state('q').value).toBeUndefined();
    calls[1]?.answer('of after it');
    await settled();
    expect(cache.state('q')).toMatchObject({ value: 'of after it', loading: false });
  });

  it('says of an answer on screen that no newer one could be had, until one is', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    let told = 0;
    cache.watchOutdated(() => told++);
    const leave = look(cache);
    cache.want(at(1));
    calls[0]?.answer('old');
    await settled();
    cache.want(at(2));
    await expect.poll(() => calls.length).toBe(2);
    expect(cache.outdated()).toBeNull();
    const late = new ContractError('timeout', 'It took too long.');
    calls[1]?.fail(late);
    await settled();
    expect(cache.outdated()).toBe(late);
    expect(told).toBe(1);
    cache.renew();
    calls[2]?.fail(late);
    await settled();
    leave();
    expect(cache.outdated()).toBeNull();
    look(cache);
    cache.renew();
    calls[3]?.answer('new');
    await settled();
    expect(cache.outdated()).toBeNull();
    expect(cache.state('q').value).toBe('new');
  });

  it('aborts what nobody looks at any more, and asks again when somebody does', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    const leave = look(cache);
    cache.want(at(1));
    leave();
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[0]?.fail(new ContractError('cancelled', 'cancelled'));
    await settled();
    expect(cache.state('q')).toMatchObject({ value: undefined, error: null, loading: false });
    look(cache);
    cache.want(at(1));
    await expect.poll(() => calls.length).toBe(2);
  });

  it('tries a failed query again only for a newer revision, on request, or after a reconnect', async () => {
    const cache = new QueryCache();
    const { calls, at } = query();
    look(cache);
    cache.want(at(1));
    calls[0]?.fail(new ContractError('damaged', 'The file fails its checks.'));
    await settled();
    cache.want(at(1));
    expect(calls).toHaveLength(1);
    cache.retry('q');
    await expect.poll(() => calls.length).toBe(2);
    calls[1]?.fail(new ContractError('closed', 'The engine went away.'));
    await settled();
    expect(cache.state('q').error?.code).toBe('closed');
    cache.want(at(1));
    await expect.poll(() => calls.length).toBe(3);
  });

  it('lets a query stand in for another of its family', async () => {
    const cache = new QueryCache();
    const one = query('range 1');
    look(cache, 'range 1');
    cache.want(one.at(1, 'timeline'));
    one.calls[0]?.answer('window');
    await settled();
    expect(cache.latest('timeline')).toBe('window');
    expect(cache.latest('flame graph')).toBeUndefined();
  });

  it('forgets the answers used longest ago when it is over its size, but none that is on screen', async () => {
    const cache = new QueryCache(20_000);
    const leave: (() => void)[] = [];
    for (const key of ['a', 'b', 'c']) {
      leave.push(look(cache, key));
      cache.put(key, new Float64Array(1000));
      if (key !== 'b') leave.at(-1)?.();
    }
    cache.put('d', new Float64Array(1000));
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.state(key).value !== undefined)).toEqual(['b', 'd']);
  });
});
