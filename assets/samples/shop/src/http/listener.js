import { createLog } from '../utils/log.js';
import { HttpError, notFound } from './httpError.js';
import { readJson, send } from './messages.js';

const log = createLog('http');

/** Makes the listener of a node:http server that answers with the router's handlers. */
export function createListener(router) {
  return async function handleRequest(request, response) {
    const url = new URL(request.url, 'http://shop.local');
    try {
      const route = router.match(request.method, url.pathname);
      if (!route) throw notFound('page', url.pathname);
      const answer = await route.handler({
        params: route.params,
        query: url.searchParams,
        headers: request.headers,
        body: request.method === 'GET' ? {} : await readJson(request),
      });
      send(response, answer.status ?? 200, answer.body);
    } catch (error) {
      sendError(response, error, `${request.method} ${url.pathname}`);
    }
  };
}

function sendError(response, error, what) {
  if (error instanceof HttpError) {
    send(response, error.status, { error: error.message });
    return;
  }
  log.error(`${what} failed: ${error.message}`);
  send(response, 500, { error: 'Something went wrong.' });
}
