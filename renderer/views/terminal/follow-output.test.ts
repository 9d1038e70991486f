import { describe, expect, it } from 'vitest';
import type { Services, TerminalOutput } from '#contract';
import { followOutput } from './follow-output.ts';

/** Services of one run whose output is `text`, of which the past answer holds `from` to `to`. */
function runWith(text: string, from: number, to: number) {
  const bytes = new TextEncoder().encode(text);
  const past = Promise.withResolvers<TerminalOutput>();
  let push: (output: TerminalOutput) => void = () => {};
  const runs = {
    output: () => past.promise,
    onOutput: (_: unknown, listener: (output: TerminalOutput) => void) => {
      push = listener;
      return { dispose() {} };
    },
  };
  return {
    services: { runs } as unknown as Services,
    push: (start: number, end: number) =>
      push({ run: 'r1', offset: start, bytes: bytes.subarray(start, end) }),
    async answer() {
      past.resolve({ run: 'r1', offset: from, bytes: bytes.subarray(from, to) });
      await past.promise;
      await Promise.resolve();
    },
  };
}

function follow(services: Services) {
  const seen = { text: '', gap: 0 };
  followOutput(
    services,
    'r1',
    (bytes) => {
      seen.text += new TextDecoder().decode(bytes);
    },
    (gap) => {
      seen.gap = gap;
    },
    () => {
      seen.text += '(nothing)';
    },
    (error) => {
      throw error;
    },
  );
  return seen;
}

describe('the output of a run', () => {
  it('is shown once, though the past and the pushes overlap', async () => {
    const run = runWith('hello brave new world', 0, 11);
    const seen = follow(run.services);
    run.push(6, 12);
    run.push(12, 16);
    await run.answer();
    run.push(16, 21);
    expect(seen).toEqual({ text: 'hello brave new world', gap: 0 });
  });

  it('is said to be none where the run has printed nothing', async () => {
    const run = runWith('', 0, 0);
    const seen = follow(run.services);
    await run.answer();
    expect(seen.text).toBe('(nothing)');
  });

  it('tells how much of its beginning is gone', async () => {
    const run = runWith('0123456789', 4, 10);
    const seen = follow(run.services);
    await run.answer();
    expect(seen).toEqual({ text: '456789', gap: 4 });
  });
});
