import { parentPort, workerData } from 'node:worker_threads';
import { Ranking } from './ranking.ts';
import { Taste } from './taste.ts';
import type { Answer, Product, Request } from './types.ts';

const catalogue = new Map((workerData as Product[]).map((product) => [product.id, product]));

/** The ids of the products that suit what somebody bought, best first, without what they own already. */
function recommend(boughtIds: readonly string[], wanted: number): string[] {
  const bought = boughtIds.map((id) => catalogue.get(id)).filter((product) => product !== undefined);
  const taste = new Taste(bought);
  const owned = new Set(boughtIds);
  const ranking = new Ranking<Product>(wanted);
  for (const product of catalogue.values()) {
    if (!owned.has(product.id)) ranking.offer(product, taste.scoreOf(product));
  }
  return ranking.best().map((product) => product.id);
}

function answer(request: Request): void {
  if (request.kind === 'stop') {
    parentPort?.close();
    return;
  }
  const productIds = recommend(request.boughtIds, request.wanted);
  parentPort?.postMessage({ question: request.question, productIds } satisfies Answer);
}

parentPort?.on('message', answer);
