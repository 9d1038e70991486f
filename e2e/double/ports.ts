import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** One end of a connection, as the other end sees it. */
export interface End {
  deliver(data: unknown): void;
  closed(): void;
}

/**
 * A port of the main process. While it stays here it emits its messages; once it was handed to another process it only passes
 * them on to where it went.
 */
export class MessagePortMain
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  #partner: End | null = null;
  #movedTo: End | null = null;
  #isStarted = false;
  #isClosed = false;
  #waiting: unknown[] = [];

  /** What the partner of this port talks to. */
  readonly end: End = {
    deliver: (data) => {
      if (this.#isClosed) return;
      if (this.#movedTo) this.#movedTo.deliver(data);
      else if (this.#isStarted) this.emit('message', { data, ports: [] });
      else this.#waiting.push(data);
    },
    closed: () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      if (this.#movedTo) this.#movedTo.closed();
      else this.emit('close');
    },
  };

  static pair(): [MessagePortMain, MessagePortMain] {
    const [one, two] = [new MessagePortMain(), new MessagePortMain()];
    one.#partner = two.end;
    two.#partner = one.end;
    return [one, two];
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('the double sends no ports through ports');
    if (this.#movedTo) throw new Error('this port was transferred to another process');
    const partner = this.#partner;
    const copy = structuredClone(message);
    if (!this.#isClosed) setImmediate(() => partner?.deliver(copy));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const partner = this.#partner;
    setImmediate(() => partner?.closed());
    this.emit('close');
  }

  /** Hands the port to another process; returns what that process talks to. */
  moveTo(end: End): End {
    if (this.#movedTo) throw new Error('this port was transferred before');
    this.#movedTo = end;
    for (const data of this.#waiting.splice(0)) end.deliver(data);
    return {
      deliver: (data) => {
        if (!this.#isClosed) this.#partner?.deliver(data);
      },
      closed: () => {
        if (this.#isClosed) return;
        this.#isClosed = true;
        this.#partner?.closed();
      },
    };
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}

/** The ends of ports that one other process holds, by the number they travel under. */
export class MovedPorts {
  readonly #tell: (message: PortMessage) => void;
  readonly #ends = new Map<number, End>();
  #lastId = 0;

  constructor(tell: (message: PortMessage) => void) {
    this.#tell = tell;
  }

  /** Hands a port over and returns its number. */
  add(port: MessagePortMain): number {
    const id = ++this.#lastId;
    const end = port.moveTo({
      deliver: (data) => this.#tell({ t: 'port', id, data }),
      closed: () => {
        this.#ends.delete(id);
        this.#tell({ t: 'port-closed', id });
      },
    });
    this.#ends.set(id, end);
    return id;
  }

  /** Something the other process said with one of its ports. */
  received(message: PortMessage): void {
    const end = this.#ends.get(message.id);
    if (message.t === 'port') {
      end?.deliver(message.data);
    } else {
      this.#ends.delete(message.id);
      end?.closed();
    }
  }

  /** The other process is gone. */
  dispose(): void {
    for (const end of this.#ends.values()) end.closed();
    this.#ends.clear();
  }
}

export type PortMessage =
  | { readonly t: 'port'; readonly id: number; readonly data: unknown }
  | { readonly t: 'port-closed'; readonly id: number };
