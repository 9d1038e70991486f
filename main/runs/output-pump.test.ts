import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutputPump } from './output-pump.ts';
import { createOutputRing } from './output-ring.ts';

describe('the output pump', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function pump() {
    const emitted: [number, string][] = [];
    const flow = { pause: vi.fn(), resume: vi.fn() };
    const ring = createOutputRing();
    const made = createOutputPump(
      ring,
      (offset, bytes) => emitted.push([offset, Buffer.from(bytes).toString()]),
      flow,
    );
    return { ...made, emitted, flow, ring };
  }

  it('joins what comes within one interval and says where it stands', () => {
    const { push, emitted } = pump();
    push(Buffer.from('ab'));
    push(Buffer.from('cd'));
    vi.runAllTimers();
    push(Buffer.from('e'));
    vi.runAllTimers();
    expect(emitted).toEqual([
      [0, 'abcd'],
      [4, 'e'],
    ]);
  });

  it('stops a flood until what it printed has been handed on', () => {
    const { push, flow, ring } = pump();
    for (let i = 0; i < 3; i++) push(new Uint8Array(300_000));
    expect(flow.pause).toHaveBeenCalledOnce();
    expect(flow.resume).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(flow.resume).toHaveBeenCalledOnce();
    expect(ring.total).toBe(900_000);
  });
});
