import { registerAccounts } from './accounts.js';
import { registerCarts } from './carts.js';
import { registerOrders } from './orders.js';
import { registerProducts } from './products.js';
import { registerReports } from './reports.js';
import { registerTerms } from './terms.js';

/** Adds every route of the shop. */
export function registerRoutes(router) {
  registerProducts(router);
  registerAccounts(router);
  registerCarts(router);
  registerOrders(router);
  registerReports(router);
  registerTerms(router);
}
