import { describe, expect, test } from 'vitest';
import { createDestinations, hostOf } from './destinations.ts';
import { createContexts, parseTraceparent, traceparentOf } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('the header of a trace context', () => {
  test('is read and written as it stands', () => {
    const context = parseTraceparent(`00-${TRACE}-${SPAN}-00`);
    expect(context && traceparentOf(context)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  test.each([
    ['of a later version that has more', `cc-${TRACE}-${SPAN}-01-what`],
    ['of a later version that has no more', `cc-${TRACE}-${SPAN}-01`],
  ])('%s is read', (_, header) => {
    expect(parseTraceparent(header)).toEqual(parseTraceparent(`00-${TRACE}-${SPAN}-01`));
  });

  test.each([
    ['no text', 12],
    ['too short', `00-${TRACE}-${SPAN}-0`],
    ['with more than its version has', `00-${TRACE}-${SPAN}-01-what`],
    ['with more that does not begin with a dash', `cc-${TRACE}-${SPAN}-01what`],
    ['of the version that is none', `ff-${TRACE}-${SPAN}-01`],
    ['with capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['with another letter', `00-${TRACE.replace('a', 'g')}-${SPAN}-01`],
    ['with another sign between', `00_${TRACE}-${SPAN}-01`],
    ['without a trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['without a span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['whose flags are none', `00-${TRACE}-${SPAN}-0x`],
  ])('%s is none', (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});

describe('a context that is made', () => {
  test('is known to the processes of the run, and to no others', () => {
    const [one, other, stranger] = ['/runs/a', '/runs/a', '/runs/b'].map(createContexts) as [
      ReturnType<typeof createContexts>,
      ReturnType<typeof createContexts>,
      ReturnType<typeof createContexts>,
    ];
    const context = one.next(undefined);
    expect([one, other, stranger].map(({ isOwn }) => isOwn(context))).toEqual([true, true, false]);
    const foreign = parseTraceparent(`00-${TRACE}-${SPAN}-01`) as Int32Array;
    expect(one.isOwn(foreign)).toBe(false);
    expect(traceparentOf(one.next(foreign)).slice(0, 36)).toBe(`00-${TRACE}-`);
  });

  test('is another one each time', () => {
    const { next } = createContexts('/runs/a');
    const trace = next(undefined);
    const made = Array.from({ length: 1000 }, () => traceparentOf(next(trace)));
    expect(new Set(made).size).toBe(1000);
    expect(new Set(made.map((header) => header.slice(36, 42))).size).toBe(1);
  });
});

describe('hosts that are told', () => {
  test.each([
    [['local'], 'localhost', true],
    [['local'], 'api.localhost', true],
    [['local'], '127.1.2.3', true],
    [['local'], '[::1]', true],
    [['local'], '::ffff:127.0.0.1', true],
    [['local'], 'example.com', false],
    [['local'], '127.0.0.1.example.com', false],
    [['local'], 'localhost.example.com', false],
    [['local'], '10.0.0.1', false],
    [['api.example.com'], 'API.example.com', true],
    [['api.example.com'], 'example.com', false],
    [['*.example.com'], 'api.example.com', true],
    [['*.example.com'], 'example.com', false],
    [['*.example.com'], 'badexample.com', false],
    [['*'], 'example.com', true],
    [[], 'localhost', false],
  ])('%j: %s %s', (hosts, host, answer) => {
    expect(createDestinations(hosts)(host)).toBe(answer);
  });

  test.each([
    ['http://localhost:3000/a', 'localhost'],
    ['https://user:word@example.com', 'example.com'],
    ['http://[::1]:80/', '[::1]'],
    ['http://example.com?at=a@b', 'example.com'],
    ['/path', ''],
  ])('the host of %s is "%s"', (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});
