import type { ClientHttp2Stream } from 'node:http2';
import { replaceMethod } from '../../disguise.ts';
import { SafeWeakMap } from '../../record/safe-map.ts';
import { hostOf } from './destinations.ts';
import { headerAt } from './http-server.ts';
import { HEADER, type Requests } from './index.ts';

// Captured before the app can replace them.
const { apply } = Reflect;
const { hasOwn, getPrototypeOf } = Object;
const { isArray } = Array;

type Http2 = typeof import('node:http2');

/** Requests and servers of HTTP/2. Their classes are Node's own: the first session and the first servers show them. */
export function followHttp2(requests: Requests): void {
  const http2 = process.getBuiltinModule('node:http2') as Http2;
  const hosts = new SafeWeakMap<object, string>();
  let isSending = false;
  whenMade(http2, 'connect', (session, [authority]) => {
    hosts.set(session, hostOf(String(authority)));
    if (!isSending) sendContexts(session, hosts, requests);
    isSending = true;
  });
  for (const name of ['createServer', 'createSecureServer'] as const) {
    let isReceiving = false;
    whenMade(http2, name, (server) => {
      if (!isReceiving) receiveContexts(getPrototypeOf(server) as object, requests);
      isReceiving = true;
    });
  }

  function whenMade(module: Http2, name: keyof Http2, made: (one: object, args: unknown[]) => void): void {
    replaceMethod(
      module,
      name,
      (original) =>
        function make(this: unknown, ...args: unknown[]): unknown {
          const result = apply(original, this, args);
          requests.guard(() => made(result as object, args));
          return result;
        },
    );
  }
}

function sendContexts(session: object, hosts: SafeWeakMap<object, string>, requests: Requests): void {
  let prototype = session;
  while (!hasOwn(prototype, 'request')) prototype = getPrototypeOf(prototype) as object;
  replaceMethod(
    prototype,
    'request',
    (original) =>
      ({
        request(this: unknown, ...args: unknown[]): unknown {
          const given = args[0] ?? {};
          let isAdded = false;
          requests.guard(() => {
            const value = headerFor(given, hosts.get(this as object) ?? '', requests);
            isAdded = value !== undefined;
            if (isAdded) args[0] = { ...(given as object), [HEADER]: value };
          });
          const stream = apply(original, this, args) as ClientHttp2Stream;
          if (isAdded) requests.guard(() => delete stream.sentHeaders?.[HEADER]);
          return stream;
        },
      }).request,
  );
}

/** A list of names and values gets none: it would show. */
function headerFor(headers: unknown, host: string, requests: Requests): string | undefined {
  if (typeof headers !== 'object' || headers === null || isArray(headers)) return undefined;
  const given = headers as Record<string, unknown>;
  if (given[':method'] === 'CONNECT') return undefined;
  const own = Object.keys(given).find((name) => name.toLowerCase() === HEADER);
  return requests.send(requests.sender(), host, own && given[own]);
}

function receiveContexts(prototype: object, requests: Requests): void {
  replaceMethod(
    prototype,
    'emit',
    (original) =>
      function emit(this: unknown, ...args: unknown[]): unknown {
        if (args[0] !== 'stream') return apply(original, this, args);
        let before = 0;
        requests.guard(() => {
          const [, , headers, , raw] = args as [string, object, Record<string, unknown>, number, unknown[]];
          const received = requests.receive(headers[HEADER]);
          before = received.before;
          if (!received.isOurs) return;
          delete headers[HEADER];
          const at = headerAt(raw);
          if (at >= 0) raw.splice(at, 2);
        });
        try {
          return apply(original, this, args);
        } finally {
          requests.done(before);
        }
      },
  );
}
