import type { Channel } from './channel.ts';
import type { Definitions, ServicesOf } from './definitions.ts';
import { ContractError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import { MessageChannel } from './message-channel.ts';
import { type ClientMessage, type ServerMessage, serverMessage } from './messages.ts';
import { type Connection, PendingCalls } from './pending-calls.ts';
import { CONTRACT_VERSION, type Services, services as serviceDefinitions } from './services.ts';
import { Subscriptions } from './subscriptions.ts';

/** The engine as a window sees it. Disposing closes the channel. */
export interface DefinitionsClient<S> extends Disposable {
  readonly services: S;
  /** Called once, also when the connection is over already; `reason` is a sentence. */
  onClose(listener: (reason: string) => void): Disposable;
}
export type ContractClient = DefinitionsClient<Services>;

export interface ConnectOptions {
  readonly version?: number;
  /** A subscription that the engine ended, or whose listener threw; `where` is `service.event`. Thrown globally if absent. */
  readonly onProblem?: (error: unknown, where: string) => void;
}

/**
 * Connects to an engine. Rejects with `refused` when the two ends are of different versions, and with `closed` when the
 * channel ends before the greeting.
 */
export function connectContract(channel: Channel, options: ConnectOptions = {}): Promise<ContractClient> {
  return connectDefinitions(channel, serviceDefinitions, options);
}

/** The same for any table of services. */
export function connectDefinitions<D extends Definitions>(
  channel: Channel,
  definitions: D,
  options: ConnectOptions = {},
): Promise<DefinitionsClient<ServicesOf<D>>> {
  const version = options.version ?? CONTRACT_VERSION;
  const greeting = Promise.withResolvers<DefinitionsClient<ServicesOf<D>>>();
  const closeListeners = new Set<(reason: string) => void>();
  let closedBecause: string | null = null;
  let lastId = 0;

  const connection: Connection = {
    nextId: () => ++lastId,
    send: (message) => void messages.send(message),
    closedBecause: () => closedBecause,
  };
  const calls = new PendingCalls(connection);
  const subscriptions = new Subscriptions(connection, options.onProblem);
  const messages = new MessageChannel<ServerMessage, ClientMessage>(
    channel,
    serverMessage,
    received,
    (reason) => {
      closedBecause = reason;
      greeting.reject(new ContractError('closed', reason));
      calls.close(reason);
      subscriptions.close();
      for (const listener of [...closeListeners]) listener(reason);
      closeListeners.clear();
    },
  );
  const client: DefinitionsClient<ServicesOf<D>> = {
    services: buildServices(definitions, calls, subscriptions),
    onClose(listener) {
      if (closedBecause === null) closeListeners.add(listener);
      else listener(closedBecause);
      return { dispose: () => closeListeners.delete(listener) };
    },
    dispose: () => messages.close('The window closed the connection.'),
  };
  connection.send({ t: 'hello', version });
  return greeting.promise;

  function received(message: ServerMessage, frameBytes: number): void {
    switch (message.t) {
      case 'hello':
        greet(message.version);
        break;
      case 'bye':
        messages.endedByPeer(message.reason);
        break;
      case 'result':
        calls.resolve(message.id, message.value);
        break;
      case 'event':
        subscriptions.fire(message.id, message.value, frameBytes);
        break;
      case 'error': {
        const error = new ContractError(message.code, message.message, message.data);
        calls.reject(message.id, error);
        subscriptions.fail(message.id, error);
      }
    }
  }

  function greet(theirs: number): void {
    if (theirs === version) {
      greeting.resolve(client);
    } else {
      greeting.reject(new ContractError('refused', mismatch(version, theirs)));
      messages.close('The window and the engine are of different versions.');
    }
  }
}

function mismatch(ours: number, theirs: number): string {
  return ours < theirs
    ? `This window is older than the engine (contract ${ours} and ${theirs}): reload the window.`
    : `This window is newer than the engine (contract ${ours} and ${theirs}): restart Callscape.`;
}

/** The callable services: one function for every name in the definitions, and nothing else. */
function buildServices<D extends Definitions>(
  definitions: D,
  calls: PendingCalls,
  subscriptions: Subscriptions,
): ServicesOf<D> {
  const services: Record<string, object> = Object.create(null);
  for (const [service, definition] of Object.entries(definitions)) {
    const members: Record<string, unknown> = Object.create(null);
    for (const method of Object.keys(definition.methods)) {
      members[method] = (request: unknown, signal?: AbortSignal) =>
        calls.call(service, method, request, signal);
    }
    for (const event of Object.keys(definition.events)) {
      members[event] = (filter: unknown, listener: (value: unknown) => void) =>
        subscriptions.subscribe(service, event, filter, listener);
    }
    services[service] = Object.freeze(members);
  }
  return Object.freeze(services) as ServicesOf<D>;
}
