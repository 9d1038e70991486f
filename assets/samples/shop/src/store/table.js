import { setTimeout as delay } from 'node:timers/promises';

/** Every query waits this long, as it would for a database on the same network. Milliseconds. */
const ROUND_TRIP_MS = 1;

/** Rows by id, behind the same waiting that a real database would cost. */
export class Table {
  #rows = new Map();

  /** Replaces all rows, without waiting: used once, when the service starts. */
  fill(rows) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** The row with this id, or undefined. */
  async get(id) {
    await delay(ROUND_TRIP_MS);
    return this.#rows.get(id);
  }

  /** The rows with these ids, in their order, in one query. */
  async getMany(ids) {
    await delay(ROUND_TRIP_MS);
    return ids.map((id) => this.#rows.get(id));
  }

  /** All rows that pass the test, in the order they were added. */
  async where(test) {
    await delay(ROUND_TRIP_MS);
    return [...this.#rows.values()].filter(test);
  }

  /** Adds or replaces a row. */
  async put(row) {
    await delay(ROUND_TRIP_MS);
    this.#rows.set(row.id, row);
    return row;
  }
}
