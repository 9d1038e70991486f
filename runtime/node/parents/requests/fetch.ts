import { subscribe } from 'node:diagnostics_channel';
import { hostOf } from './destinations.ts';
import { HEADER, type Requests } from './index.ts';

/** What is used of undici's own requests: Node's `fetch` makes them, and so does the package. */
interface UndiciRequest {
  readonly origin: string | URL;
  /** Names and values in turn; before undici 6 the lines as they are sent. */
  readonly headers: string | readonly unknown[];
  readonly upgrade?: unknown;
  readonly method: string;
  addHeader?(name: string, value: string): void;
}

/** Requests of `fetch`. Nothing that the app can look at has the header. */
export function followFetch(requests: Requests): void {
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: UndiciRequest };
    requests.guard(() => {
      if (request.upgrade || request.method === 'CONNECT') return;
      const value = requests.send(requests.sender(), hostOf(String(request.origin)), ownHeader(request));
      if (value) request.addHeader?.(HEADER, value);
    });
  });
}

/** What the app itself says in such a header. */
function ownHeader({ headers }: UndiciRequest): unknown {
  if (typeof headers === 'string') return /^traceparent: *([^\r]*)\r\n/im.exec(headers)?.[1];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i];
    if (typeof name === 'string' && name.length === HEADER.length && name.toLowerCase() === HEADER)
      return headers[i + 1];
  }
  return undefined;
}
