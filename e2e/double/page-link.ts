import type { Envelope, FromPage, ToPage } from './page-messages.ts';
import { type MessagePortMain, MovedPorts } from './ports.ts';

/** The main process's side of one document; a reload makes a new document and ends this one. */
export class PageLink {
  readonly document: string;
  readonly #received: (message: FromPage) => void;
  readonly #ports = new MovedPorts((message) => this.tell(message));
  readonly #early = new Map<number, FromPage>();
  #expected = 0;
  #untold: ToPage[] = [];
  #waiting: ((messages: string) => void) | null = null;

  constructor(document: string, received: (message: FromPage) => void) {
    this.document = document;
    this.#received = received;
  }

  tell(message: ToPage): void {
    this.#untold.push(message);
    // What is said in one turn goes in one batch.
    if (this.#untold.length === 1) setImmediate(() => this.#flush());
  }

  /** Sends a message on a channel, with ports that move into the page. */
  send(channel: string, args: readonly unknown[], ports: readonly MessagePortMain[] = []): void {
    this.tell({ t: 'ipc', channel, args, ports: ports.map((port) => this.#ports.add(port)) });
  }

  /** Answers what the page's binding was called with. */
  call(envelope: Envelope): Promise<string> | null {
    if (envelope.sequence === 'wait') {
      return new Promise((resolve) => {
        this.#waiting = resolve;
        this.#flush();
      });
    }
    this.#early.set(envelope.sequence, envelope.message);
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected++);
      if (next.t === 'port' || next.t === 'port-closed') this.#ports.received(next);
      else this.#received(next);
    }
    return null;
  }

  #flush(): void {
    if (this.#waiting === null || this.#untold.length === 0) return;
    const messages = JSON.stringify(this.#untold, pack);
    this.#untold = [];
    this.#waiting(messages);
    this.#waiting = null;
  }

  /** The document is gone: so are its ports. */
  dispose(): void {
    this.#ports.dispose();
  }
}

/** JSON would otherwise write a buffer as its own idea of one, so the original is looked at before. */
function pack(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Uint8Array ? { base64: Buffer.from(original).toString('base64') } : value;
}

export function parseEnvelope(text: string): Envelope {
  return JSON.parse(text, (_key, value) =>
    typeof value?.base64 === 'string' ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value,
  );
}
