import { readFileSync } from 'node:fs';

const TERMS = new URL('../../data/terms.txt', import.meta.url);

/** Adds the route of the shop's terms. */
export function registerTerms(router) {
  router.add('GET', '/terms', getTerms);
}

function getTerms() {
  return { body: readFileSync(TERMS, 'utf8') };
}
