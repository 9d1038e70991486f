import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { HEADER, type Requests } from './index.ts';

// Captured before the app can replace them.
const { getOwnPropertySymbols } = Object;

/**
 * Requests that servers of `http` and `https` take. Node tells of each before it hands it to the app, in a task of its own: what is
 * on whose behalf then needs no end.
 */
export function followServers(requests: Requests): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    requests.guard(() => {
      const at = headerAt(request.rawHeaders);
      const { isOurs } = requests.receive(at < 0 ? undefined : request.rawHeaders[at + 1]);
      if (isOurs) hide(request, at);
    });
  });
}

/** Where the header stands among names and values in turn; -1: nowhere. */
export function headerAt(raw: readonly unknown[]): number {
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    if (typeof name === 'string' && name.length === HEADER.length && name.toLowerCase() === HEADER) return i;
  }
  return -1;
}

let countKey: symbol | undefined;

/** Without the tracer there would be no such header. Node makes the others of `rawHeaders` when they are asked for. */
function hide(request: IncomingMessage, at: number): void {
  countKey ??= getOwnPropertySymbols(request).find(({ description }) => description === 'kHeadersCount');
  const counts = request as unknown as Record<symbol, unknown>;
  const count = countKey && counts[countKey];
  if (typeof count !== 'number') return;
  request.rawHeaders.splice(at, 2);
  if (count > at) counts[countKey as symbol] = count - 2;
  delete request.headers[HEADER];
}
