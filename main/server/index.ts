import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContractError, type Services } from '#contract';
import { Gate } from './gate.ts';
import { Pages } from './pages.ts';
import { sendText } from './send-text.ts';
import { Sockets } from './sockets.ts';
import { Transfers } from './transfers.ts';

export interface ServerOptions {
  readonly engine: { readonly services: Services };
  /** Absolute path of `dist/renderer`. */
  readonly rendererDir: string;
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Defects of the engine, for the log; `where` says in which call. */
  readonly onError?: (error: unknown, where: string) => void;
  /** Time between two pings of a window in ms. */
  readonly heartbeatMs?: number;
}

export interface RunningServer {
  /**
   * What the person opens: the token is its fragment, which browsers never send. A place in the app may be appended as it is,
   * e.g. `/p/<encoded folder>`.
   */
  readonly url: string;
  readonly port: number;
  /** Says goodbye to every window and frees the port. The engine is the caller's. */
  dispose(): Promise<void>;
}

/** Starts the browser host. Rejects with a `refused` ContractError when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = createServer();
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const onError = options.onError ?? ((error, where) => console.error(`callscape: ${where} failed:`, error));

  const gate = new Gate(port);
  const transfers = new Transfers(gate);
  const pages = new Pages(gate, transfers, options.rendererDir);
  const { services } = options.engine;
  const sockets = new Sockets(gate, { services, onError, heartbeatMs: options.heartbeatMs ?? 15_000 });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  server.on('request', (request, response) => {
    pages.answer(request, response).catch((error: unknown) => {
      // Somebody who hangs up half-way is no defect, and there is nobody left to answer.
      if (response.destroyed || !request.complete) return;
      onError(error, `${request.method} ${request.url}`);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'The files of Callscape cannot be read. Build it with: npm run build');
    });
  });

  return {
    url: `http://127.0.0.1:${port}/#token=${gate.token}`,
    port,
    async dispose() {
      sockets.dispose();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      transfers.dispose();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
    });
  } catch (error) {
    throw portError((error as NodeJS.ErrnoException).code ?? 'unknown', port);
  }
}

function portError(code: string, port: number): ContractError {
  const other = 'choose another one with --port, or --port 0 for any free one';
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} is in use by another program. Stop that program, or ${other}.`;
    return new ContractError('refused', message);
  }
  if (code === 'EACCES') {
    return new ContractError('refused', `Port ${port} needs rights that you do not have: ${other}.`);
  }
  return new ContractError('refused', `Port ${port} of 127.0.0.1 cannot be opened (${code}): ${other}.`);
}
