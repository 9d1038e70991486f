import { type Channel, ContractError, type Host } from '#contract';
import type { DesktopBridge, PortDelivery } from '#contract/desktop-bridge';
import { messagePortChannel } from '#contract/transports/message-port';

declare global {
  interface Window {
    readonly callscape?: DesktopBridge;
  }
}

/** How long a port may be on its way, in ms; the engine is slow only when it first starts. */
const portTimeoutMs = 20_000;

/** The desktop host: a message port to the engine's process, and the native abilities of the bridge. */
export function createDesktopHost(bridge: DesktopBridge): Host {
  return {
    abilities: {
      name: 'desktop',
      pickFolder: bridge.pickFolder,
      pickFile: bridge.pickFile,
      pickSaveFile: bridge.pickSaveFile,
      onMenuCommand: bridge.onMenuCommand,
    },
    connect: () => openChannel(bridge),
  };
}

async function openChannel(bridge: DesktopBridge): Promise<Channel> {
  const request = crypto.randomUUID();
  const arrival = awaitPort(request);
  try {
    const refusal = await bridge.requestPort(request);
    if (refusal !== null) throw new ContractError('closed', refusal);
    return messagePortChannel(await arrival.port);
  } finally {
    arrival.giveUp();
  }
}

/** The port that answers a request. Only this window's own bridge can post a message whose source is this window. */
function awaitPort(request: string): { readonly port: Promise<MessagePort>; giveUp(): void } {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const heard = (event: MessageEvent) => {
    if (event.source !== window || event.origin !== window.location.origin) return;
    const data = event.data as Partial<PortDelivery> | null;
    const port = event.ports[0];
    if (data?.type === 'callscape.port' && data.request === request && port) resolve(port);
  };
  window.addEventListener('message', heard);
  const timer = setTimeout(
    () => reject(new ContractError('timeout', 'The engine does not answer; trying again.')),
    portTimeoutMs,
  );
  // Given up before anybody waits for it: nothing to report then.
  promise.catch(() => {});
  return {
    port: promise,
    giveUp() {
      window.removeEventListener('message', heard);
      clearTimeout(timer);
    },
  };
}
