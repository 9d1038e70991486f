import { type Disposable, services as definitions, type Services } from '#contract';
import type { Connection } from './connection.ts';

type Method = (request: unknown, signal?: AbortSignal) => Promise<unknown>;
type Subscribe = (filter: unknown, listener: unknown) => Disposable;

/**
 * Services that outlive a connection: every call goes to the client of the moment, waits where that one is being connected,
 * and is rejected as `closed` when there is none. Events of a lost connection do not come back by themselves; who needs them subscribes again (LiveFeed).
 */
export function reconnectingServices(connection: Pick<Connection, 'services' | 'ready'>): Services {
  const facade: Record<string, Record<string, Method | Subscribe>> = {};
  for (const [service, definition] of Object.entries(definitions)) {
    const members: Record<string, Method | Subscribe> = {};
    const membersOf = (all: Services) =>
      all[service as keyof Services] as unknown as Record<string, Method | Subscribe>;
    for (const name of Object.keys(definition.methods)) {
      members[name] = async (request: unknown, signal?: AbortSignal) =>
        (membersOf(await connection.ready())[name] as Method)(request, signal);
    }
    for (const name of Object.keys(definition.events)) {
      members[name] = (filter: unknown, listener: unknown) =>
        subscribe(() => membersOf(connection.services)[name] as Subscribe, filter, listener);
    }
    facade[service] = members;
  }
  return facade as unknown as Services;
}

function subscribe(now: () => Subscribe, filter: unknown, listener: unknown): Disposable {
  try {
    return now()(filter, listener);
  } catch {
    // Not connected: the connection that comes subscribes again.
    return { dispose() {} };
  }
}
