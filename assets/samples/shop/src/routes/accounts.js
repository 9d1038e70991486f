import { customerOf, signIn } from '../services/accounts.js';
import { orderHistory, shippingLabel } from '../services/orders.js';
import { accountOverview } from '../services/overview.js';

/** Adds the routes of somebody's account. All but signing in need the session's token. */
export function registerAccounts(router) {
  router.add('POST', '/sessions', postSession);
  router.add('GET', '/account', getAccount);
  router.add('GET', '/account/orders', getHistory);
  router.add('GET', '/account/label', getLabel);
}

async function postSession({ body }) {
  return { status: 201, body: await signIn(body.email, body.password) };
}

async function getAccount({ headers }) {
  return { body: await accountOverview(customerOf(headers.authorization)) };
}

async function getHistory({ headers }) {
  return { body: await orderHistory(customerOf(headers.authorization)) };
}

async function getLabel({ headers }) {
  return { body: await shippingLabel(customerOf(headers.authorization)) };
}
