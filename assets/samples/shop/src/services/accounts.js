import { createHash } from 'node:crypto';
import { HttpError, notFound } from '../http/httpError.js';
import { customers } from '../store/tables.js';

/** Customer ids by session token. */
const sessions = new Map();

/** Opens a session. The token goes into the `authorization` header of later requests. */
export async function signIn(email, password) {
  const [customer] = await customers.where((row) => row.email === email);
  if (!customer || !checkPassword(customer, password)) {
    throw new HttpError(401, 'That e-mail and password do not belong together.');
  }
  const token = createToken(customer.id);
  sessions.set(token, customer.id);
  return { token, customerId: customer.id };
}

/** The id of the customer who holds this token. */
export function customerOf(token) {
  const customerId = sessions.get(token);
  if (!customerId) throw new HttpError(401, 'Sign in first.');
  return customerId;
}

/** The customer with this id. */
export async function findCustomer(id) {
  const customer = await customers.get(id);
  if (!customer) throw notFound('customer', id);
  return customer;
}

function checkPassword(customer, password) {
  return customer.password === password;
}

function createToken(customerId) {
  return `sample-token-${createHash('sha256').update(customerId).digest('hex').slice(0, 16)}`;
}
