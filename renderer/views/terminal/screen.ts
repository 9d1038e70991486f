import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { type Disposable, DisposableStore, isContractError, type RunId, type Services } from '#contract';
import type { ThemeName } from '#renderer/app/palette.ts';
import { useApp } from '#renderer/state/index.ts';
import { followOutput } from './follow-output.ts';
import { terminalTheme } from './terminal-theme.ts';

export interface Screen extends Disposable {
  setTheme(theme: ThemeName): void;
  /** Whether the run still reads what is typed. */
  setLive(live: boolean): void;
}

/** An xterm in an element, tied to a run: output, input, size. */
export function createScreen(
  element: HTMLElement,
  services: Services,
  run: RunId,
  onError: (error: Error) => void,
): Screen {
  const held = new DisposableStore();
  const style = getComputedStyle(document.documentElement);
  const terminal = held.add(
    new Terminal({
      fontFamily: style.getPropertyValue('--font-mono'),
      fontSize: 12,
      lineHeight: 1.25,
      scrollback: 10_000,
      cursorBlink: false,
      convertEol: false,
      macOptionIsMeta: true,
    }),
  );
  const fit = new FitAddon();
  let live = false;
  terminal.loadAddon(fit);
  terminal.open(element);
  // Tab is the program's while it runs; afterwards it moves the focus on.
  terminal.attachCustomKeyEventHandler((event) => (live || event.key !== 'Tab') && !copies(event, terminal));

  // A keystroke for a process that has just ended is not worth a word.
  const ignoreEnded = (error: unknown) => {
    if (!isContractError(error, 'refused', 'not-found', 'closed') && error instanceof Error) onError(error);
  };
  const send = (text: string) => {
    if (live) services.runs.write({ run, text }).catch(ignoreEnded);
  };
  held.add(terminal.onData(send));
  held.add(terminal.onBinary(send));
  held.add(
    terminal.onResize(({ cols: columns, rows }) => {
      useApp.getState().setTerminalSize({ columns, rows });
      if (live) services.runs.resize({ run, columns, rows }).catch(ignoreEnded);
    }),
  );
  const resized = new ResizeObserver(() => {
    if (element.clientHeight > 0) fit.fit();
  });
  resized.observe(element);
  held.add({ dispose: () => resized.disconnect() });
  held.add(
    followOutput(
      services,
      run,
      (bytes) => terminal.write(bytes),
      (gap) => terminal.writeln(`\x1b[2m(${gap} earlier bytes are not kept)\x1b[0m`),
      () => {
        if (!live)
          terminal.writeln(
            '\x1b[2m(No output is kept: the program printed nothing, or ran in another terminal.)\x1b[0m',
          );
      },
      (error) => onError(error instanceof Error ? error : new Error(String(error))),
    ),
  );
  return {
    setTheme: (theme) => {
      terminal.options.theme = terminalTheme(theme);
    },
    setLive(on) {
      const began = on && !live;
      live = on;
      terminal.options.disableStdin = !on;
      terminal.options.cursorInactiveStyle = on ? 'outline' : 'none';
      if (began)
        services.runs.resize({ run, columns: terminal.cols, rows: terminal.rows }).catch(ignoreEnded);
    },
    dispose: () => held.dispose(),
  };
}

/** Ctrl+Shift+C, and Ctrl+C while text is selected, copy instead of interrupting. */
function copies(event: KeyboardEvent, terminal: Terminal): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || event.code !== 'KeyC' || event.altKey) return false;
  if (!event.shiftKey && !terminal.hasSelection()) return false;
  event.preventDefault();
  void navigator.clipboard.writeText(terminal.getSelection());
  terminal.clearSelection();
  return true;
}
