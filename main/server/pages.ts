import type { IncomingMessage, ServerResponse } from 'node:http';
import { PageFiles } from '../page-files.ts';
import { securityHeaders } from '../page-security.ts';
import type { Gate } from './gate.ts';
import { sendText, setHeaders } from './send-text.ts';
import type { Transfers } from './transfers.ts';

/** Answers plain HTTP: the files of the app, whether a token is the right one, and files on their way to and from the engine. */
export class Pages {
  readonly #gate: Gate;
  readonly #files: PageFiles;
  readonly #transfers: Transfers;

  constructor(gate: Gate, transfers: Transfers, rendererDir: string) {
    this.#gate = gate;
    this.#transfers = transfers;
    this.#files = new PageFiles(rendererDir, 'browser.html');
  }

  /** Rejects only when the disk fails; the caller answers with an error then. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? '';
    const refusal = this.#gate.checkHost(request);
    if (refusal !== null) return sendText(response, 403, refusal);
    setHeaders(response, securityHeaders([`ws://${host}`]));
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (this.#transfers.handles(path)) return this.#transfers.answer(request, response);

    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendText(response, 405, 'Only GET and HEAD are understood here.');
    }
    if (path === '/token') return this.#answerToken(request, response);

    const file = await this.#files.read(path);
    if (file === null) return sendText(response, 404, 'There is no such page. Callscape itself is at /.');
    response.setHeader('content-type', file.contentType);
    response.setHeader('content-length', file.body.byteLength);
    // Pages name the assets of one build, so they are asked for anew each time.
    response.setHeader('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-store');
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  /** A browser hides why a WebSocket was refused; here a window asks and can tell its person. */
  #answerToken(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('cache-control', 'no-store');
    const refusal = this.#gate.checkBearer(request);
    if (refusal !== null) sendText(response, 403, refusal);
    else response.writeHead(204).end();
  }
}
