import { replaceMethod } from './disguise.ts';
import type { Tracer } from './tracer.ts';

// Captured before the app can replace it.
const { apply } = Reflect;

/**
 * Nothing is lost however the thread ends: built-in functions of `process` are wrapped, so that no listener of ours
 * stands in the app's lists. Signals keep their default action: a listener would keep a busy loop alive that the
 * signal should have ended; the recorder flushes every few milliseconds instead. `atEnd` comes last of all.
 */
export function hookExit(tracer: Tracer, atEnd: () => void): void {
  replaceMethod(
    process,
    'emit',
    (original) =>
      function emit(this: unknown, ...args: unknown[]): unknown {
        const [event, value] = args;
        if (this !== process || (event !== 'exit' && event !== 'uncaughtExceptionMonitor')) {
          return apply(original, this, args);
        }
        if (event === 'uncaughtExceptionMonitor') {
          tracer.recorder.caught(value);
          tracer.recorder.flush();
          uncaught = true;
          failure = value;
          return apply(original, this, args);
        }
        tracer.endMemory();
        tracer.recorder.flush();
        try {
          return apply(original, this, args);
        } finally {
          const code = typeof process.exitCode === 'number' ? process.exitCode : Number(value) || 0;
          tracer.end(uncaught && code !== 0 ? 'uncaught' : 'exit', code);
          atEnd();
          if (uncaught) tracer.showOriginalLines(failure);
        }
      },
  );
  let uncaught = false;
  let failure: unknown;
  for (const name of ['reallyExit', 'abort', 'kill']) {
    replaceMethod(
      process,
      name,
      (original) =>
        // A method, as what it stands in for, is no constructor.
        ({
          call(this: unknown, ...args: unknown[]): unknown {
            tracer.recorder.flush();
            return apply(original, this, args);
          },
        }).call,
    );
  }
}
