import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Closes in this process what Node's permission model leaves open: the network, and signals to other processes. All of Node's
 * clients (http, tls, fetch, WebSocket) come by these functions. It is final: nothing keeps what it replaces.
 */
export function lockDown(): void {
  const deny = (what: string) => (): never => {
    throw Object.assign(new Error(`The sandbox allows no ${what}.`), { code: 'ERR_ACCESS_DENIED' });
  };
  const network = deny('network');
  for (const prototype of [net.Socket.prototype, net.Server.prototype, dgram.Socket.prototype])
    close(prototype, ['connect', 'listen', 'bind', 'send', 'sendto', 'addMembership'], network);
  close(net, ['_createServerHandle', '_setSimultaneousAccepts', 'createServer'], network);
  close(dgram, ['createSocket', '_createSocketHandle'], network);
  for (const resolver of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    close(resolver, namesOf(resolver), network);
  close(
    process,
    ['kill', '_kill', '_debugProcess', '_debugPause', 'abort', 'dlopen'],
    deny('control of processes'),
  );
  syncBuiltinESMExports();
}

/** Those that are there. */
function close(object: object, names: readonly string[], instead: () => never): void {
  for (const name of names) {
    if (!(name in object)) continue;
    Object.defineProperty(object, name, {
      value: instead,
      writable: false,
      configurable: false,
      enumerable: true,
    });
  }
}

const namesOf = (object: object): string[] =>
  Object.getOwnPropertyNames(object).filter((name) => /^(?:lookup|resolve|reverse)/.test(name));
