import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { ContractError } from '#contract';
import { CrashLimit } from './crash-limit.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';

/** How long the engine may take to end its runs and close its files when the app quits, in ms. */
const stopLimitMs = 15_000;

/**
 * Keeps the engine alive in a process of its own, so that neither a slow query nor a crash of it is felt in the window. When
 * it dies the windows are told, they ask for new ports, and that starts it again.
 */
export class EngineHost {
  readonly #modulePath: string;
  readonly #onGone: () => void;
  readonly #crashLimit = new CrashLimit();
  #process: UtilityProcess | null = null;
  /** Resolves when the process can be connected to. */
  #ready: Promise<UtilityProcess> | null = null;
  #isStopping = false;
  #lastFailure = '';

  /**
   * @param modulePath absolute path of the built `engine-process.mjs`
   * @param onGone called when the engine died without being asked to
   */
  constructor(modulePath: string, onGone: () => void) {
    this.#modulePath = modulePath;
    this.#onGone = onGone;
  }

  /** A port to the engine for a window. Rejects with a `closed` ContractError that says why there is none. */
  async connect(): Promise<MessagePortMain> {
    const engine = await this.start();
    const { port1, port2 } = new MessageChannelMain();
    engine.postMessage({ type: 'connect' } satisfies ToEngine, [port1]);
    return port2;
  }

  /** Starts the engine unless it runs. Rejects like `connect`. */
  async start(): Promise<UtilityProcess> {
    if (this.#isStopping) throw new ContractError('closed', 'Callscape is about to quit.');
    if (this.#ready === null && !this.#crashLimit.mayTry) {
      throw new ContractError('closed', `${this.#lastFailure} It is tried again in a minute.`);
    }
    this.#ready ??= this.#fork();
    return this.#ready;
  }

  #fork(): Promise<UtilityProcess> {
    const engine = utilityProcess.fork(this.#modulePath, [], {
      serviceName: 'Callscape engine',
      stdio: 'inherit',
    });
    this.#process = engine;
    return new Promise((resolve, reject) => {
      let failure: string | null = null;
      engine.on('message', (message: FromEngine) => {
        if (message.type === 'ready') {
          resolve(engine);
        } else {
          failure = message.reason;
          engine.kill();
        }
      });
      engine.on('exit', (code) => {
        this.#process = null;
        this.#ready = null;
        this.#lastFailure = failure ?? `The engine ended unexpectedly (exit code ${code}).`;
        reject(new ContractError('closed', this.#lastFailure));
        if (this.#isStopping) return;
        this.#crashLimit.crashed();
        this.#onGone();
      });
    });
  }

  /** Lets the engine end its runs and close its files, then resolves; kills it when it takes too long. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const engine = this.#process;
    if (engine === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => engine.kill(), stopLimitMs);
      engine.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      engine.postMessage({ type: 'stop' } satisfies ToEngine);
    });
  }
}
