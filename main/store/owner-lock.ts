import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Disposable } from '#contract';

/**
 * Says which workbench is alive. Each holds an exclusive lock on a small file of its own beside the catalogue; the system lets
 * go of it however the process ends, and no process number can be taken for another.
 */
export class OwnerLock implements Disposable {
  readonly name = `owner-${randomUUID()}`;
  readonly #catalogue: string;
  #connection: Database.Database | undefined;

  constructor(catalogue: string) {
    this.#catalogue = catalogue;
  }

  /** Takes the lock, if it is not held yet, and returns the owner's name. */
  take(): string {
    if (!this.#connection) {
      const connection = new Database(this.#fileOf(this.name));
      connection.exec('BEGIN EXCLUSIVE');
      this.#connection = connection;
    }
    return this.name;
  }

  /** Whether another owner has gone; what is left of it is removed. */
  isGone(owner: string): boolean {
    if (owner === this.name) return this.#connection === undefined;
    const file = this.#fileOf(owner);
    if (!existsSync(file)) return true;
    const connection = new Database(file, { timeout: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
      connection.exec('ROLLBACK');
    } catch {
      return false;
    } finally {
      connection.close();
    }
    this.#remove(file);
    return true;
  }

  dispose(): void {
    if (!this.#connection) return;
    this.#connection.close();
    this.#connection = undefined;
    this.#remove(this.#fileOf(this.name));
  }

  #fileOf(owner: string): string {
    return `${this.#catalogue}.${owner}`;
  }

  #remove(file: string): void {
    for (const rest of [file, `${file}-journal`]) rmSync(rest, { force: true });
  }
}
