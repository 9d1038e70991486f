import { WebSocket } from 'ws';
import { type ContractClient, connectContract } from '#contract';
import { webSocketChannel } from '#contract/transports/websocket';

/** Talks to the engine of `callscape serve` as a page does, without one. `url` is what the server printed. */
export async function connectTo(url: string): Promise<ContractClient> {
  const { host, origin, hash } = new URL(url);
  const token = hash.replace('#token=', '');
  const socket = new WebSocket(`ws://${host}/contract`, ['callscape', `callscape.token.${token}`], {
    origin,
  });
  return connectContract(webSocketChannel(socket));
}
