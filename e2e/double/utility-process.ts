import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { type MessagePortMain, MovedPorts, type PortMessage } from './ports.ts';

/** From the main process to the child. */
export type ToChild =
  | PortMessage
  | { readonly t: 'message'; readonly data: unknown; readonly ports: readonly number[] };
/** From the child. */
export type FromChild = PortMessage | { readonly t: 'message'; readonly data: unknown };

const childSide = fileURLToPath(new URL('./utility-child.ts', import.meta.url));

/** All that run, so that a test can kill one. */
export const running = new Set<UtilityProcess>();

class UtilityProcess
  extends EventEmitter
  implements Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage'>
{
  readonly #child: ChildProcess;
  readonly #ports: MovedPorts;

  constructor(modulePath: string, args: readonly string[]) {
    super();
    this.#child = fork(modulePath, args, {
      execArgv: ['--import', childSide],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#ports = new MovedPorts((message) => this.#tell(message));
    this.#child.on('message', (message: FromChild) => {
      if (message.t === 'message') this.emit('message', message.data);
      else this.#ports.received(message);
    });
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.once('exit', (code) => {
      running.delete(this);
      this.#ports.dispose();
      this.emit('exit', code ?? 1);
    });
    running.add(this);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown, transfer: readonly Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#ports.add(port as unknown as MessagePortMain));
    this.#tell({ t: 'message', data: message, ports });
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): boolean {
    return this.#child.kill(signal);
  }

  #tell(message: ToChild): void {
    // A child that just died says so with its exit.
    if (this.#child.connected) this.#child.send(message);
  }
}

/** A Node process of its own with `process.parentPort`; `execArgv`, `env`, `cwd` and sessions are not supported. */
export const utilityProcess = {
  fork(
    modulePath: string,
    args: string[] = [],
    options: Pick<Electron.ForkOptions, 'serviceName' | 'stdio'> = {},
  ) {
    if (options.stdio !== 'inherit')
      throw new Error('the double only inherits the output of utility processes');
    return new UtilityProcess(modulePath, args);
  },
};
