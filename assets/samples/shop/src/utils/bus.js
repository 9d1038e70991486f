import { EventEmitter } from 'node:events';

/** What the parts of the shop tell each other: `price` when a product's price changes. */
export const bus = new EventEmitter();

bus.setMaxListeners(0);
