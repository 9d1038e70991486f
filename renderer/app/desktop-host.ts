import { type Channel, ContractError, type Disposable, type Host, type ReceivedFile } from '#contract';
import type { BridgeMessage, DesktopBridge } from '#contract/desktop-bridge';
import { messagePortChannel } from '#contract/transports/message-port';
import { WorkerPort } from './port/worker-port.ts';

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
      receiveFile: async (file) => receivedAt(bridge.pathOf(file)),
      onOpenRecording(listener) {
        const take = async () => {
          const file = await bridge.takeRecording();
          if (file !== null) listener(receivedAt(file));
        };
        void take();
        return bridge.onRecordingWaiting(() => void take());
      },
      onMenuCommand: bridge.onMenuCommand,
    },
    connect: () => openChannel(bridge),
  };
}

const receivedAt = (file: string): ReceivedFile => ({ file, folder: file.replace(/[\\/][^\\/]*$/, '') });

async function openChannel(bridge: DesktopBridge): Promise<Channel> {
  const request = crypto.randomUUID();
  const arrival = awaitChannel(request);
  try {
    const refusal = await bridge.requestPort(request);
    if (refusal !== null) throw new ContractError('closed', refusal);
    return await arrival.channel;
  } finally {
    arrival.giveUp();
  }
}

/** The channel over the port that answers a request. */
function awaitChannel(request: string): { readonly channel: Promise<Channel>; giveUp(): void } {
  const { promise, resolve, reject } = Promise.withResolvers<Channel>();
  const listening = onBridgeMessage((message, ports) => {
    if (message.type !== 'callscape.port' || message.request !== request || !ports[0]) return;
    // At once, so that an engine that dies right after is noticed.
    resolve(messagePortChannel(new WorkerPort(ports[0]), { whenGone: onEngineGone }));
  });
  const timer = setTimeout(
    () => reject(new ContractError('timeout', 'The engine does not answer; trying again.')),
    portTimeoutMs,
  );
  // Given up before anybody waits for it: nothing to report then.
  promise.catch(() => {});
  return {
    channel: promise,
    giveUp() {
      listening.dispose();
      clearTimeout(timer);
    },
  };
}

function onEngineGone(gone: () => void): Disposable {
  return onBridgeMessage((message) => {
    if (message.type === 'callscape.engine-gone') gone();
  });
}

/** Only this window's own bridge can post a message whose source is this window. */
function onBridgeMessage(
  listener: (message: BridgeMessage, ports: readonly MessagePort[]) => void,
): Disposable {
  const heard = (event: MessageEvent) => {
    if (event.source !== window || event.origin !== window.location.origin) return;
    if (typeof event.data?.type === 'string') listener(event.data as BridgeMessage, event.ports);
  };
  window.addEventListener('message', heard);
  return { dispose: () => window.removeEventListener('message', heard) };
}
