/** The engine's own process under the desktop host: builds the engine once and serves it on every port that is handed in. */
import type { MessagePortMain } from 'electron';
import { serveContract } from '#contract';
import { messagePortChannel } from '#contract/transports/message-port';
import { defaultDataDir } from '../data-dir.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { FromEngine, ToEngine } from './engine-messages.ts';

const { parentPort } = process;

function tell(message: FromEngine): void {
  parentPort.postMessage(message);
}

function serve(engine: Engine, port: MessagePortMain): void {
  serveContract(messagePortChannel(port), engine.services, {
    onError: (error, where) => console.error(`callscape: ${where} failed:`, error),
  });
}

async function stop(): Promise<void> {
  try {
    const engine = await starting;
    await engine.dispose();
  } finally {
    process.exit();
  }
}

const starting = createEngine({ dataDir: defaultDataDir() });

parentPort.on('message', async ({ data, ports }) => {
  const message = data as ToEngine;
  const port = ports[0];
  if (message.type === 'connect' && port) serve(await starting, port);
  if (message.type === 'stop') await stop();
});

starting.then(
  () => tell({ type: 'ready' }),
  (error: unknown) => {
    console.error('callscape: the engine cannot start:', error);
    tell({
      type: 'failed',
      reason: `The engine cannot start: ${error instanceof Error ? error.message : error}`,
    });
  },
);
