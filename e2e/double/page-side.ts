import type { Envelope, FromPage, ToPage } from './page-messages.ts';

type Listener = (event: { readonly ports: readonly MessagePort[] }, ...args: unknown[]) => void;
type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** The function that Playwright puts into every page; resolves to messages as JSON when told to wait for them. */
export const bindingName = 'electronDouble';

/**
 * Runs in the page before any of its own scripts, as text: it may use nothing from outside itself. It gives the preload script
 * its `electron` and does what the context bridge would do for the page: values are copied, functions are wrapped, nothing of
 * the preload's own world is reachable from what the page gets.
 */
export function pageSide(preload: Preload, origin: string, binding: string): void {
  if (window !== window.top || window.location.origin !== origin) return;
  const holder = window as unknown as Record<string, (envelope: string) => Promise<string>>;
  const call = holder[binding] as (envelope: string) => Promise<string>;
  delete holder[binding];

  const document = crypto.randomUUID();
  const listeners = new Map<string, Set<Listener>>();
  const replies = new Map<number, PromiseWithResolvers<unknown>>();
  const ports = new Map<number, MessagePort>();
  let sequence = 0;
  let lastInvoke = 0;

  const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
  const pack = (_key: string, value: unknown) => (isBytes(value) ? { base64: value.toBase64() } : value);
  const unpack = (_key: string, value: unknown) => {
    const text = (value as { base64?: unknown } | null)?.base64;
    return typeof text === 'string' ? Uint8Array.fromBase64(text) : value;
  };
  const envelope = (content: Envelope) => JSON.stringify(content, pack);
  const tell = (message: FromPage) => void call(envelope({ document, sequence: sequence++, message }));

  async function listen(): Promise<never> {
    for (;;) {
      const messages = JSON.parse(await call(envelope({ document, sequence: 'wait' })), unpack) as ToPage[];
      for (const message of messages) received(message);
    }
  }

  function received(message: ToPage): void {
    if (message.t === 'port') {
      ports.get(message.id)?.postMessage(message.data);
    } else if (message.t === 'port-closed') {
      ports.get(message.id)?.close();
      ports.delete(message.id);
    } else if (message.t === 'reply') {
      const reply = replies.get(message.id);
      replies.delete(message.id);
      if (message.error === null) reply?.resolve(message.value);
      else reply?.reject(new Error(message.error));
    } else {
      const event = { ports: message.ports.map(openPort) };
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...message.args);
    }
  }

  function openPort(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port2);
    port2.onmessage = ({ data }) => tell({ t: 'port', id, data });
    return port1;
  }

  /** What crosses the context bridge, in either direction. */
  function cross(value: unknown): unknown {
    if (typeof value === 'function') return (...args: unknown[]) => cross(value(...args.map(cross)));
    if (value instanceof Promise)
      return value.then(cross, (error) => Promise.reject(new Error(error.message)));
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(cross);
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cross(part)])));
  }

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      const heard = listeners.get(channel) ?? new Set();
      listeners.set(channel, heard.add(listener));
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
    invoke(channel: string, ...args: unknown[]) {
      const id = ++lastInvoke;
      const reply = Promise.withResolvers<unknown>();
      replies.set(id, reply);
      tell({ t: 'invoke', id, channel, args: structuredClone(args) });
      return reply.promise;
    },
  };
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      Object.defineProperty(window, key, { value: cross(api), enumerable: true });
    },
  };

  window.open = (url) => {
    tell({ t: 'open-window', url: String(new URL(url ?? 'about:blank', window.location.href)) });
    return null;
  };
  const module = { exports: {} };
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload script cannot load ${name}`);
      return { ipcRenderer, contextBridge };
    },
    module,
    module.exports,
  );
  void listen();
}
