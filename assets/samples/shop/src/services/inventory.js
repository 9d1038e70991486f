import { setTimeout as delay } from 'node:timers/promises';
import { HttpError } from '../http/httpError.js';
import { stock } from '../store/tables.js';

/** The shelves are counted by hand after this many reservations. */
const RESERVATIONS_PER_COUNT = 16;

/** How long a count takes. Milliseconds. */
const COUNT_MS = 90;

let reservations = 0;

/** Takes pieces of a product off the shelf, or says that there are too few. */
export async function reserve(productId, quantity) {
  reservations += 1;
  if (reservations % RESERVATIONS_PER_COUNT === 0) await countShelves();
  const shelf = await stock.get(productId);
  if (shelf.pieces < quantity) throw new HttpError(409, `Only ${shelf.pieces} of ${productId} are left.`);
  await stock.put({ ...shelf, pieces: shelf.pieces - quantity });
}

/** Puts pieces of a product back on the shelf. */
export async function putBack(productId, quantity) {
  const shelf = await stock.get(productId);
  await stock.put({ ...shelf, pieces: shelf.pieces + quantity });
}

async function countShelves() {
  await delay(COUNT_MS);
}
