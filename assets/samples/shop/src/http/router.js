/** Finds the handler for a method and a path. Patterns name their variable parts: `/products/:id`. */
export class Router {
  #routes = [];

  /** Adds a route. The first route that matches wins. */
  add(method, pattern, handler) {
    this.#routes.push({ method, parts: splitPath(pattern), handler });
  }

  /** Returns the handler and the variable parts of the path, or undefined. */
  match(method, path) {
    const parts = splitPath(path);
    for (const route of this.#routes) {
      if (route.method !== method || route.parts.length !== parts.length) continue;
      const params = matchParts(route.parts, parts);
      if (params) return { handler: route.handler, params };
    }
    return undefined;
  }
}

function splitPath(path) {
  return path.split('/').filter(Boolean);
}

function matchParts(pattern, parts) {
  const params = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(parts[index]);
    else if (part !== parts[index]) return undefined;
  }
  return params;
}
