import {
  type Channel,
  type ContractClient,
  ContractError,
  connectContract,
  type Disposable,
  type Services,
} from '#contract';

export interface ConnectionState {
  /** `lost`: it was there, and is being looked for again. */
  readonly status: 'connecting' | 'open' | 'lost';
  /** Grows with every connection; what was subscribed before must subscribe again. */
  readonly generation: number;
  /** Why it is not open, as a sentence. */
  readonly reason: string;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;

/** Keeps one connection to the engine alive: connects, and after a close connects again, ever more patiently. */
export class Connection implements Disposable {
  readonly #connect: () => Promise<Channel>;
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { status: 'connecting', generation: 0, reason: '' };
  #client: ContractClient | null = null;
  /** The attempt to connect that is on its way; settled when there is none. Never rejected. */
  #attempt: Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delayMs = firstDelayMs;
  #disposed = false;

  constructor(connect: () => Promise<Channel>) {
    this.#connect = connect;
    this.#attempt = this.#try();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): ConnectionState => this.#state;

  /** The services of the present connection; throws `closed` when there is none. */
  get services(): Services {
    if (this.#client) return this.#client.services;
    throw new ContractError('closed', 'The engine cannot be reached. Callscape keeps trying to reconnect.');
  }

  /** The same, but an attempt to connect that is on its way is waited for: a window takes presses before it has its engine. */
  async ready(): Promise<Services> {
    if (!this.#client) await this.#attempt;
    return this.services;
  }

  /** Tries at once instead of at the next turn. */
  readonly retry = (): void => {
    if (this.#client || this.#disposed) return;
    this.#delayMs = firstDelayMs;
    this.#schedule(0);
  };

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#client?.dispose();
    this.#client = null;
    this.#listeners.clear();
  }

  async #try(): Promise<void> {
    try {
      const client = await connectContract(await this.#connect());
      if (this.#disposed) return client.dispose();
      this.#client = client;
      this.#delayMs = firstDelayMs;
      this.#set({ status: 'open', generation: this.#state.generation + 1, reason: '' });
      client.onClose((reason) => this.#lose(client, reason));
    } catch (error) {
      this.#lose(null, error instanceof Error ? error.message : String(error));
    }
  }

  #lose(client: ContractClient | null, reason: string): void {
    if (this.#disposed || client !== this.#client) return;
    this.#client = null;
    const { generation } = this.#state;
    this.#set({ status: generation === 0 ? 'connecting' : 'lost', generation, reason });
    this.#schedule(this.#delayMs);
    this.#delayMs = Math.min(longestDelayMs, this.#delayMs * 2);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#attempt = this.#try();
    }, delayMs);
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
