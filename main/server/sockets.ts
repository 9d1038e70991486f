import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Disposable, defaultMaxFrameBytes, type Services, serveContract } from '#contract';
import { webSocketChannel } from '#contract/transports/websocket';
import { type Gate, type Refusal, subprotocol } from './gate.ts';

export const socketPath = '/contract';
const farewellMs = 1000;

export interface SocketOptions {
  readonly services: Services;
  /** Time between two pings in ms; a window that missed one is gone. */
  readonly heartbeatMs: number;
  readonly onError: (error: unknown, where: string) => void;
}

/** The WebSockets of the browser host: each one that passes the gate is served the whole contract. */
export class Sockets {
  readonly #gate: Gate;
  readonly #options: SocketOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: defaultMaxFrameBytes,
    // Loopback has no bandwidth to save.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  readonly #served = new Set<Disposable>();

  constructor(gate: Gate, options: SocketOptions) {
    this.#gate = gate;
    this.#options = options;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#check(request);
    if (refusal !== null) {
      refuse(socket, refusal);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket));
  }

  #check(request: IncomingMessage): Refusal {
    if ((request.url ?? '').split('?', 1)[0] !== socketPath)
      return `The contract is served at ${socketPath}.`;
    return (
      this.#gate.checkHost(request) ?? this.#gate.checkOrigin(request) ?? this.#gate.checkSocketToken(request)
    );
  }

  #serve(socket: WebSocket): void {
    const stopHeartbeat = heartbeat(socket, this.#options.heartbeatMs);
    const served = serveContract(webSocketChannel(socket), this.#options.services, {
      onError: this.#options.onError,
      onClose: () => {
        stopHeartbeat();
        this.#served.delete(served);
      },
    });
    this.#served.add(served);
  }

  /** Tells every window goodbye; those that do not answer in a second are cut off. */
  dispose(): void {
    for (const served of [...this.#served]) served.dispose();
    const { clients } = this.#server;
    const timer = setTimeout(() => {
      for (const socket of clients) socket.terminate();
    }, farewellMs);
    this.#server.close(() => clearTimeout(timer));
  }
}

/** Ends a socket whose other end does not answer pings: a sleeping laptop, a killed browser. */
function heartbeat(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function refuse(socket: Duplex, reason: string): void {
  const body = `${reason}\n`;
  // The other end may hang up while we answer; there is nobody left to tell then.
  socket.on('error', () => socket.destroy());
  socket.end(
    [
      'HTTP/1.1 403 Forbidden',
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      'X-Content-Type-Options: nosniff',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
