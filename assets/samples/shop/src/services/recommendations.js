import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { orders, products } from '../store/tables.js';

/** How many products a recommendation names. */
const WANTED = 4;

/** The worker between start and stop, and the questions that it has not answered yet. */
let worker;
let asked = 0;
const waiting = new Map();

/** Starts the worker with the catalogue as it is now. */
export async function startRecommender() {
  const catalogue = await products.where(() => true);
  worker = new Worker(new URL('../worker/recommend.ts', import.meta.url), { workerData: catalogue });
  worker.on('message', receiveAnswer);
  await once(worker, 'online');
}

/** Lets the worker finish. */
export async function stopRecommender() {
  const exited = once(worker, 'exit');
  worker.postMessage({ kind: 'stop' });
  await exited;
}

/** The ids of the products that a customer may like, best first. */
export async function recommendFor(customerId) {
  const bought = await orders.where((order) => order.customerId === customerId);
  const boughtIds = bought.flatMap((order) => order.lines.map((line) => line.productId));
  asked += 1;
  const answer = new Promise((resolve) => waiting.set(asked, resolve));
  worker.postMessage({ kind: 'recommend', question: asked, boughtIds, wanted: WANTED });
  return answer;
}

function receiveAnswer({ question, productIds }) {
  waiting.get(question)(productIds);
  waiting.delete(question);
}
