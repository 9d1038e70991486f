import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a local port that a test can cut. */
export interface Relay {
  readonly port: number;
  /** Resets every connection that goes through; new ones pass. Returns how many there were. */
  cut(): number;
  /** Nothing comes back any more, until it is released; then all of it does. */
  hold(): void;
  release(): void;
  dispose(): Promise<void>;
}

export async function startRelay(toPort: number): Promise<Relay> {
  /** The far end of each connection, by its near one. */
  const open = new Map<Socket, Socket>();
  let isHeld = false;
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    open.set(near, far);
    near.pipe(far);
    if (!isHeld) far.pipe(near);
    const end = () => {
      open.delete(near);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    const { size } = open;
    for (const socket of open.keys()) socket.resetAndDestroy();
    return size;
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    hold() {
      isHeld = true;
      for (const [near, far] of open) far.unpipe(near);
    },
    release() {
      isHeld = false;
      for (const [near, far] of open) far.pipe(near);
    },
    async dispose() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
