import * as v from 'valibot';
import type { Channel } from './channel.ts';
import type { AnyDefinition, Definitions, ServicesOf } from './definitions.ts';
import { ContractError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import { MessageChannel } from './message-channel.ts';
import { type ClientMessage, clientMessage, type ServerMessage } from './messages.ts';
import { OpenCalls } from './open-calls.ts';
import { OpenSubscriptions } from './open-subscriptions.ts';
import { errorMessage } from './server-errors.ts';
import { CONTRACT_VERSION, type Services, services as serviceDefinitions } from './services.ts';

export interface ServeOptions {
  /** Called once when the channel is over, with a sentence saying why. */
  readonly onClose?: (reason: string) => void;
  /** What a service threw that was no ContractError; `where` is `service.method`. The window only hears `internal`. */
  readonly onError?: (error: unknown, where: string) => void;
  readonly version?: number;
}

/** Serves an engine's services on a channel until it closes. Disposing closes the channel; running calls are aborted. */
export function serveContract(channel: Channel, services: Services, options: ServeOptions = {}): Disposable {
  return serveDefinitions(channel, serviceDefinitions, services, options);
}

/** The same for any table of services; the definitions' keys are the only names that can be called. */
export function serveDefinitions<D extends Definitions>(
  channel: Channel,
  definitions: D,
  services: ServicesOf<D>,
  options: ServeOptions = {},
): Disposable {
  const version = options.version ?? CONTRACT_VERSION;
  let greeted = false;

  const sink = {
    send: (message: ServerMessage) => messages.send(message),
    fail(id: number, error: unknown, where: string) {
      messages.send(errorMessage(id, error, where, options.onError));
    },
    close: (reason: string) => messages.close(reason),
  };
  const calls = new OpenCalls(sink);
  const subscriptions = new OpenSubscriptions(sink);
  const messages = new MessageChannel<ClientMessage, ServerMessage>(
    channel,
    clientMessage,
    received,
    (reason) => {
      calls.dispose();
      subscriptions.dispose();
      options.onClose?.(reason);
    },
  );
  return { dispose: () => messages.close('The engine closed the connection.') };

  function received(message: ClientMessage): void {
    if (message.t === 'bye') {
      messages.endedByPeer(message.reason);
    } else if (greeted === (message.t === 'hello')) {
      messages.close('The connection did not begin with one greeting.');
    } else {
      dispatch(message);
    }
  }

  function dispatch(message: Exclude<ClientMessage, { t: 'bye' }>): void {
    switch (message.t) {
      case 'hello':
        greet(message.version);
        break;
      case 'cancel':
        calls.cancel(message.id);
        break;
      case 'unsubscribe':
        subscriptions.end(message.id);
        break;
      case 'handled':
        subscriptions.handled(message.bytes);
        break;
      case 'call':
        call(message);
        break;
      case 'subscribe':
        subscribe(message);
    }
  }

  function greet(theirs: number): void {
    greeted = true;
    messages.send({ t: 'hello', version });
    if (theirs !== version) messages.close(`The window speaks contract ${theirs}, the engine ${version}.`);
  }

  function call({ id, service, method, request }: ClientMessage & { t: 'call' }): void {
    const where = `${service}.${method}`;
    try {
      const schema = find(definitions, service, 'methods', method);
      const checked = check(schema, request, where);
      const target = implementation<(request: unknown, signal: AbortSignal) => Promise<unknown>>(
        service,
        method,
      );
      calls.start(id, where, (signal) => target(checked, signal));
    } catch (error) {
      sink.fail(id, error, where);
    }
  }

  function subscribe({ id, service, event, filter }: ClientMessage & { t: 'subscribe' }): void {
    const where = `${service}.${event}`;
    try {
      const schema = find(definitions, service, 'events', event);
      const checked = check(schema, filter, where);
      type Source = (filter: unknown, listener: (value: unknown) => void) => Disposable;
      const source = implementation<Source>(service, event);
      subscriptions.start(id, where, (listener) => source(checked, listener));
    } catch (error) {
      sink.fail(id, error, where);
    }
  }

  /** Only reached with names that stand in the definitions, which the type of `services` matches. */
  function implementation<F extends (...args: never[]) => unknown>(service: string, member: string): F {
    const target = services[service as keyof D] as Record<string, F>;
    return (target[member] as F).bind(target) as F;
  }
}

function find(definitions: Definitions, service: string, table: 'methods' | 'events', name: string) {
  const definition: AnyDefinition | undefined = Object.hasOwn(definitions, service)
    ? definitions[service]
    : undefined;
  const schema = definition && Object.hasOwn(definition[table], name) ? definition[table][name] : undefined;
  if (!schema) throw new ContractError('invalid-request', `There is no ${service}.${name} to call.`);
  return schema;
}

function check(schema: v.GenericSchema, value: unknown, where: string): unknown {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'request'}: ${issue.message}`);
  throw new ContractError(
    'invalid-request',
    `${where} was called wrongly: ${issues.slice(0, 5).join('; ')}`,
    issues,
  );
}
