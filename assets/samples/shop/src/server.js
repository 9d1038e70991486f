import { createServer } from 'node:http';
import { createListener } from './http/listener.js';
import { Router } from './http/router.js';
import { registerRoutes } from './routes/index.js';
import { startRecommender, stopRecommender } from './services/recommendations.js';
import { seedStore } from './store/seed.js';

/** Fills the store and listens. Returns the address and a function that stops the service. */
export async function startServer(config) {
  seedStore(config.seed);
  await startRecommender();
  const router = new Router();
  registerRoutes(router);
  const server = createServer(createListener(router));
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address();
  return {
    url: `http://${config.host}:${port}`,
    close: () => stopServer(server),
  };
}

async function stopServer(server) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  await stopRecommender();
}
