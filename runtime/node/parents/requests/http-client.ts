import { subscribe } from 'node:diagnostics_channel';
import { replaceMethod } from '../../disguise.ts';
import { SafeWeakMap } from '../../record/safe-map.ts';
import { hostOf } from './destinations.ts';
import { HEADER, type Requests } from './index.ts';

// Captured before the app can replace them.
const { apply } = Reflect;
const { isArray } = Array;

/** What is used of Node's own `ClientRequest`. */
interface ClientRequest {
  /** The first line and the headers as they are sent, once they stand. */
  _header: string | null;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly socketPath?: string;
}

/**
 * Requests of `http` and `https`. The header goes among those that are ready to be sent, so that `getHeaders` shows what the app has
 * set and nothing else.
 */
export function followClient(requests: Requests): void {
  const { ClientRequest } = process.getBuiltinModule('node:http') as typeof import('node:http');
  /** Who has made the requests whose headers do not stand yet. */
  const makers = new SafeWeakMap<object, number>();

  // From Node 22.12 on; before, whoever sends the headers is taken for the maker.
  subscribe('http.client.request.created', (message) => {
    const { request } = message as { request: ClientRequest };
    if (!request._header) requests.guard(() => makers.set(request, requests.sender()));
  });

  replaceMethod(
    ClientRequest.prototype,
    '_storeHeader',
    (original) =>
      function _storeHeader(this: unknown, ...args: unknown[]): unknown {
        requests.guard(() => {
          const value = headerFor(this as ClientRequest, args[1]);
          // The headers go behind the first line as they are.
          if (value && typeof args[0] === 'string') args[0] += `${HEADER}: ${value}\r\n`;
        });
        return apply(original, this, args);
      },
  );

  function headerFor(request: ClientRequest, headers: unknown): string | undefined {
    // What is upgraded or connected is no request of `http` afterwards.
    if (request.method === 'CONNECT' || headerOf(headers, 'upgrade') !== undefined) return undefined;
    const by = makers.get(request) ?? requests.sender();
    // A proxy passes on what has a whole address.
    const host = request.path.startsWith('/') ? request.host : hostOf(request.path);
    return requests.send(by, request.socketPath ? 'localhost' : host, headerOf(headers, HEADER));
  }
}

/** `headers`: names and values in turn, or in pairs, or pairs by their names in lower case. `name` has lower case. */
function headerOf(headers: unknown, name: string): unknown {
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (!isArray(headers)) return (headers as Record<string, readonly unknown[] | undefined>)[name]?.[1];
  for (let i = 0; i < headers.length; i++) {
    const entry: unknown = headers[i];
    const key: unknown = isArray(entry) ? entry[0] : entry;
    if (typeof key === 'string' && key.length === name.length && key.toLowerCase() === name)
      return isArray(entry) ? entry[1] : headers[i + 1];
    if (!isArray(entry)) i++;
  }
  return undefined;
}
