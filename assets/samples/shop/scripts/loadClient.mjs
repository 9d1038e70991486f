/** Sends requests to the shop and counts the answers by status. */
export class LoadClient {
  requests = 0;
  revenueCents = 0;
  #url;
  #answers = new Map();

  constructor(url) {
    this.#url = url;
  }

  /** Sends one request. Returns the body of the answer, whatever its status. */
  async send(method, path, { token, body } = {}) {
    this.requests += 1;
    const response = await fetch(this.#url + path, {
      method,
      headers: token ? { authorization: token } : {},
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    this.#answers.set(response.status, (this.#answers.get(response.status) ?? 0) + 1);
    const text = await response.text();
    return response.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text;
  }

  /** What was sent and how it was answered, for people. */
  summary() {
    const answers = [...this.#answers].sort(([a], [b]) => a - b);
    return [
      `requests ${this.requests}`,
      ...answers.map(([status, count]) => `status ${status}: ${count}`),
      `revenue ${(this.revenueCents / 100).toFixed(2)} EUR`,
    ].join('\n');
  }
}

/** Runs the work for every item, at most `lanes` at a time. */
export async function inLanes(lanes, items, work) {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
