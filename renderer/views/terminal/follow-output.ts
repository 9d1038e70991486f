import type { Disposable, RunId, Services, TerminalOutput } from '#contract';

/**
 * Passes on a run's output, what was shown so far first, each byte once and in order: what is pushed while the past is being
 * fetched waits, and what both hold is cut off by its offset. `onGap` is told how many bytes of the beginning are gone; `onNothing` is
 * called where there is no output so far.
 */
export function followOutput(
  services: Services,
  run: RunId,
  onBytes: (bytes: Uint8Array) => void,
  onGap: (bytes: number) => void,
  onNothing: () => void,
  onError: (error: unknown) => void,
): Disposable {
  let live = true;
  let position = -1;
  const early: TerminalOutput[] = [];
  const pass = ({ offset, bytes }: TerminalOutput) => {
    const known = Math.max(0, position - offset);
    if (known >= bytes.length) return;
    onBytes(known === 0 ? bytes : bytes.subarray(known));
    position = offset + bytes.length;
  };
  const pushes = services.runs.onOutput({ run }, (output) => {
    if (!live) return;
    if (position < 0) early.push(output);
    else pass(output);
  });
  services.runs.output({ run }).then(
    (past) => {
      if (!live) return;
      if (past.offset > 0) onGap(past.offset);
      position = past.offset;
      pass(past);
      for (const output of early) pass(output);
      if (position === 0) onNothing();
    },
    (error: unknown) => live && onError(error),
  );
  return {
    dispose() {
      live = false;
      pushes.dispose();
    },
  };
}
