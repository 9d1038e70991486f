/** An error that the client is meant to see: it carries the status of the answer. */
export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** The error for something that the client asked for by an id that nobody has. */
export function notFound(what, id) {
  return new HttpError(404, `There is no ${what} "${id}".`);
}
