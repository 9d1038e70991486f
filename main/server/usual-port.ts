import { join } from 'node:path';
import * as v from 'valibot';
import { isContractError } from '#contract';
import { jsonFile } from '../json-file.ts';
import { type RunningServer, type ServerOptions, startServer } from './index.ts';

const schema = v.object({
  version: v.literal(1),
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
});

/**
 * Starts the browser host on the port it had the last time, as far as that is free: a browser keeps what a window remembers (its
 * theme, the width of its panels, saved statements) by the address, the port included.
 */
export async function startOnUsualPort(
  options: Omit<ServerOptions, 'port'>,
  dataDir: string,
): Promise<RunningServer> {
  const file = jsonFile<v.InferOutput<typeof schema>>(join(dataDir, 'server.json'), schema, {
    version: 1,
    port: null,
  });
  const { port } = await file.read();
  if (port !== null) {
    try {
      return await startServer({ ...options, port });
    } catch (error) {
      if (!isContractError(error, 'refused')) throw error;
      // Taken, most likely by another window on the same data, which keeps the usual port.
      return startServer({ ...options, port: 0 });
    }
  }
  const server = await startServer({ ...options, port: 0 });
  await file.update(() => ({ version: 1, port: server.port }));
  return server;
}
