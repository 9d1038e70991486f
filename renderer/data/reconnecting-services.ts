import { type Disposable, services as definitions, type Services } from '#contract';

type Method = (request: unknown, signal?: AbortSignal) => Promise<unknown>;
type Subscribe = (filter: unknown, listener: unknown) => Disposable;

/**
 * Services that outlive a connection: every call goes to the client of the moment, and is rejected as `closed` when there is
 * none. Events of a lost connection do not come back by themselves; who needs them subscribes again (LiveFeed).
 */
export function reconnectingServices(current: () => Services): Services {
  const facade: Record<string, Record<string, Method | Subscribe>> = {};
  for (const [service, definition] of Object.entries(definitions)) {
    const members: Record<string, Method | Subscribe> = {};
    const serviceNow = () => current()[service as keyof Services] as unknown as Record<string, unknown>;
    for (const name of Object.keys(definition.methods)) {
      members[name] = async (request: unknown, signal?: AbortSignal) =>
        (serviceNow()[name] as Method)(request, signal);
    }
    for (const name of Object.keys(definition.events)) {
      members[name] = (filter: unknown, listener: unknown) => subscribe(serviceNow, name, filter, listener);
    }
    facade[service] = members;
  }
  return facade as unknown as Services;
}

function subscribe(
  serviceNow: () => Record<string, unknown>,
  name: string,
  filter: unknown,
  listener: unknown,
): Disposable {
  try {
    return (serviceNow()[name] as Subscribe)(filter, listener);
  } catch {
    // Not connected: the caller's own call in the same breath says so, and the reconnect subscribes again.
    return { dispose() {} };
  }
}
