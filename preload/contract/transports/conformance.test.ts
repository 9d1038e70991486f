import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ConnectOptions, connectDefinitions } from '../client.ts';
import { encodeFrame } from '../codec.ts';
import { ContractError } from '../errors.ts';
import { counter, definitions, type SlabName, slabTypes } from './fixtures/echo.ts';
import { type Rig, type RigOptions, rigs } from './fixtures/rigs.ts';

/** Waits as long as a machine busy with other things may need. */
function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 20_000 });
}

describe.each(Object.entries(rigs))('a contract over %s', (_name, open) => {
  const opened: Rig[] = [];

  afterEach(async () => {
    for (const rig of opened.splice(0)) await rig.dispose();
  });

  async function openRig(options: RigOptions = {}): Promise<Rig> {
    const rig = await open(options);
    opened.push(rig);
    return rig;
  }

  async function connect(options: RigOptions = {}, connectOptions: ConnectOptions = {}) {
    const rig = await openRig(options);
    const client = await connectDefinitions(rig.channel, definitions, connectOptions);
    return { rig, client, echo: client.services.echo };
  }

  function count(rig: Rig, which: keyof typeof counter): number {
    return Atomics.load(rig.counters, counter[which]);
  }

  function closeReason(client: { onClose(listener: (reason: string) => void): unknown }): Promise<string> {
    return new Promise((resolve) => client.onClose(resolve));
  }

  test('a call answers with the value it was given', async () => {
    const { echo } = await connect();
    const value = {
      text: 'ünïcode \u0000 \ud800',
      list: [1, null, true, Number.NaN, -Infinity, -0],
      nested: { __proto: 1 },
    };
    expect(await echo.echo({ value })).toStrictEqual(value);
    expect(await echo.echo({})).toBeUndefined();
  });

  test.each(Object.keys(slabTypes) as SlabName[])('a %s arrives with its kind and values', async (kind) => {
    const { echo } = await connect();
    for (const length of [0, 1, 3, 1000]) {
      const slab = await echo.fill({ kind, length });
      expect(slab).toBeInstanceOf(slabTypes[kind]);
      expect([...slab]).toEqual(Array.from({ length }, (_, i) => i % 256));
    }
  });

  test('slabs travel in both directions inside nested values', async () => {
    const { echo } = await connect();
    const value = {
      a: [{ x: new Float64Array([1.5, Number.NaN]) }],
      b: new Uint8Array([1, 2, 3]),
      c: new Uint16Array(5),
    };
    expect(await echo.echo({ value })).toStrictEqual(value);
  });

  test('a payload of 32 MB arrives whole', async () => {
    const { echo } = await connect();
    const slab = await echo.fill({ kind: 'Float64Array', length: 4 * 1024 * 1024 });
    expect(slab.length).toBe(4 * 1024 * 1024);
    expect(slab[slab.length - 1]).toBe(255);
  });

  test('concurrent calls get their own answers', async () => {
    const { echo } = await connect();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => echo.echo({ value: i })));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  test('a contract error crosses with code, message and data', async () => {
    const { echo } = await connect();
    const error = await echo.fail({ how: 'contract' }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({ code: 'damaged', message: 'The page is torn.', data: { page: 7 } });
  });

  test.each(['crash', 'unsendable'] as const)(
    'a defect of the service (%s) is logged there and says nothing here',
    async (how) => {
      const { echo, rig } = await connect();
      const error = await echo.fail({ how }).catch((thrown) => thrown as ContractError);
      if (!(error instanceof ContractError)) throw new Error('the call should have failed');
      expect(error.code).toBe('internal');
      expect(JSON.stringify([error.message, error.data])).not.toMatch(/secret|somebody|callback/);
      expect(count(rig, 'logged')).toBe(1);
    },
  );

  test('a request that does not fit its schema is refused and the connection lives on', async () => {
    const { echo } = await connect();
    await expect(echo.fill({ kind: 'Float64Array', length: -1 })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(echo.fill({ kind: 'BigInt64Array' as never, length: 1 })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    expect(await echo.echo({ value: 1 })).toBe(1);
  });

  test.each([
    ['nothing', 'echo'],
    ['echo', 'nothing'],
    ['__proto__', 'toString'],
    ['constructor', 'name'],
    ['echo', '__proto__'],
    ['echo', 'constructor'],
    ['echo', 'toString'],
    ['echo', 'onTick'],
  ])('%s.%s cannot be called', async (service, method) => {
    const rig = await openRig();
    const answers = rawMessages(rig);
    sendRaw(rig, { t: 'hello', version: 1 });
    sendRaw(rig, { t: 'call', id: 1, service, method, request: {} });
    await eventually(() => expect(answers).toContainEqual(expect.stringContaining('invalid-request')));
  });

  test('cancelling rejects at once and reaches the service', async () => {
    const { echo, rig } = await connect();
    const controller = new AbortController();
    const call = echo.wait({}, controller.signal);
    await eventually(() => expect(count(rig, 'waiting')).toBe(1));
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await eventually(() => expect(count(rig, 'aborted')).toBe(1));
    expect(count(rig, 'waiting')).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('a signal aborted before the call sends nothing', async () => {
    const { echo, rig } = await connect();
    await expect(echo.wait({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await echo.echo({});
    expect(count(rig, 'aborted')).toBe(0);
  });

  test('an answered call leaves no listener on its signal', async () => {
    const { client } = await connect();
    const controller = new AbortController();
    const wait = client.services.echo.wait as (request: object, signal: AbortSignal) => Promise<never>;
    await expect(wait({ surplus: 1 }, controller.signal)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('events arrive in order, filtered at the source, until they are disposed of', async () => {
    const { echo, rig } = await connect();
    const seen: string[] = [];
    const a = echo.onTick({ prefix: 'a' }, (tick) => seen.push(tick.name));
    const b = echo.onTick({ prefix: 'b' }, (tick) => seen.push(tick.name));
    await echo.tick({ count: 3, bytes: 8 });
    expect(seen).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    a.dispose();
    a.dispose();
    await echo.tick({ count: 1, bytes: 0 });
    expect(seen.slice(6)).toEqual(['b0']);
    expect(count(rig, 'subscriptions')).toBe(1);
    b.dispose();
    await echo.echo({});
    expect(count(rig, 'subscriptions')).toBe(0);
  });

  test('a subscription that is refused is reported', async () => {
    const problems: unknown[] = [];
    const { echo } = await connect({}, { onProblem: (error, where) => problems.push([where, error]) });
    echo.onTick({ prefix: 5 as never }, () => {});
    await echo.echo({});
    expect(problems).toEqual([['echo.onTick', expect.objectContaining({ code: 'invalid-request' })]]);
  });

  test('closing in the middle of a call rejects it, and the far end gives everything back', async () => {
    const { client, echo, rig } = await connect();
    echo.onTick({ prefix: '' }, () => {});
    const call = echo.wait({});
    await eventually(() => expect([count(rig, 'waiting'), count(rig, 'subscriptions')]).toEqual([1, 1]));
    const reason = closeReason(client);
    client.dispose();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
    expect(await reason).toMatch(/closed/);
    await eventually(() => expect(count(rig, 'closed')).toBe(1));
    expect([count(rig, 'waiting'), count(rig, 'subscriptions'), count(rig, 'aborted')]).toEqual([0, 0, 1]);
  });

  test('a transport that breaks rejects what is open and every later call', async () => {
    const { client, echo, rig } = await connect();
    const call = echo.wait({});
    await eventually(() => expect(count(rig, 'waiting')).toBe(1));
    rig.cut();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
    expect(await closeReason(client)).toMatch(/\w+ .*\.$/);
    await expect(echo.echo({})).rejects.toMatchObject({ code: 'closed' });
    expect(() => echo.onTick({ prefix: '' }, () => {}).dispose()).not.toThrow();
  });

  test('a request too large for the transport is refused before it is sent', async () => {
    const { echo } = await connect({ maxFrameBytes: 100_000 });
    await expect(echo.echo({ value: new Uint8Array(200_000) })).rejects.toMatchObject({ code: 'refused' });
    await expect(echo.echo({ value: 'x'.repeat(200_000) })).rejects.toMatchObject({ code: 'refused' });
    expect(await echo.echo({ value: 1 })).toBe(1);
  });

  test('an answer or event too large for the transport becomes an error', async () => {
    const problems: string[] = [];
    const { echo } = await connect(
      { maxFrameBytes: 100_000 },
      { onProblem: (_error, where) => problems.push(where) },
    );
    await expect(echo.fill({ kind: 'Float64Array', length: 100_000 })).rejects.toMatchObject({
      code: 'refused',
    });
    echo.onTick({ prefix: '' }, () => {});
    await echo.tick({ count: 1, bytes: 200_000 });
    expect(problems).toEqual(['echo.onTick']);
  });

  test('a reader that handles events never loses the connection', async () => {
    const { echo } = await connect();
    let bytes = 0;
    echo.onTick({ prefix: '' }, (tick) => {
      bytes += tick.bytes.length;
    });
    for (let i = 0; i < 20; i++) await echo.tick({ count: 8, bytes: 1_000_000 });
    expect(bytes).toBe(160_000_000);
  });

  test('a reader that handles nothing is cut off before the queue grows without bound', async () => {
    const rig = await openRig();
    const answers = rawMessages(rig);
    sendRaw(rig, { t: 'hello', version: 1 });
    sendRaw(rig, { t: 'subscribe', id: 1, service: 'echo', event: 'onTick', filter: { prefix: '' } });
    sendRaw(rig, {
      t: 'call',
      id: 2,
      service: 'echo',
      method: 'tick',
      request: { count: 1000, bytes: 1_000_000 },
    });
    await eventually(() => expect(answers.at(-1)).toMatch(/bye.*did not keep up/));
    expect(answers.filter((answer) => answer.includes('"event"')).length).toBeLessThan(80);
    await eventually(() => expect(count(rig, 'subscriptions')).toBe(0));
  });

  test.each([
    [2, /older than the engine.*reload the window/],
    [0, /newer than the engine.*restart/],
  ])('an engine of contract %i is told apart with what to do', async (version, message) => {
    const rig = await openRig({ version });
    const refused = connectDefinitions(rig.channel, definitions, { version: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(message) });
    await eventually(() => expect(count(rig, 'closed')).toBe(1));
  });

  test('a peer that does not greet first is turned away', async () => {
    const rig = await openRig();
    const answers = rawMessages(rig);
    sendRaw(rig, { t: 'call', id: 1, service: 'echo', method: 'echo', request: {} });
    await eventually(() => expect(answers).toContainEqual(expect.stringContaining('greeting')));
  });

  test('garbage closes the connection with a reason, whatever it is', async () => {
    const good = encodeFrame(
      { t: 'call', id: 1, service: 'echo', method: 'echo', request: { value: new Float64Array(4) } },
      1e6,
    );
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => {
        // The first byte of the magic number is always wrong too, so that no harmless mutation slips through.
        const bad = good.slice();
        bad[at] = (bad[at] ?? 0) ^ bits;
        bad[0] = 0;
        return bad;
      }),
      fc.nat(good.length - 1).map((length) => good.slice(0, length)),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        const { client, rig } = await connect();
        const reason = closeReason(client);
        rig.channel.send(new Uint8Array(bytes));
        expect(await reason).toMatch(/^Malformed data/);
        await eventually(() => expect(count(rig, 'closed')).toBe(1));
      }),
      { numRuns: 8 },
    );
  });

  /** Every message that arrives, as text, without speaking the protocol. */
  function rawMessages(rig: Rig): string[] {
    const texts: string[] = [];
    rig.channel.onFrame((frame) => texts.push(new TextDecoder().decode(frame.subarray(8, 400))));
    return texts;
  }

  function sendRaw(rig: Rig, message: object): void {
    rig.channel.send(encodeFrame(message, 1e6));
  }
});
