import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Statement } from 'better-sqlite3';
import { ContractError, type Disposable, type Run, type RunId } from '#contract';
import { projectPathsAt } from '../data-dir.ts';
import { catalogueSchema } from './catalogue-schema.ts';
import type { Catalogue, RecoverableRun, RunChanges } from './catalogue-types.ts';
import { migrate } from './migrations.ts';
import { OwnerLock } from './owner-lock.ts';
import { sealedState } from './recording.ts';
import { type Connection, explain, openWritable } from './sqlite.ts';

const LIVE: ReadonlySet<Run['state']> = new Set(['running', 'stopping', 'finishing']);

/**
 * Opens the catalogue of a project, creating it when there is none. Throws `damaged` when the file is no catalogue, `refused`
 * when a newer Callscape wrote it.
 */
export function openCatalogue(file: string): Catalogue {
  mkdirSync(dirname(file), { recursive: true });
  const connection = openWritable(file);
  try {
    explain(file, () => migrate(connection, file, catalogueSchema));
  } catch (error) {
    connection.close();
    throw error;
  }
  return new SqliteCatalogue(file, connection);
}

class SqliteCatalogue implements Catalogue {
  readonly #file: string;
  readonly #connection: Connection;
  readonly #owner: OwnerLock;
  readonly #spoolRoot: string;

  constructor(file: string, connection: Connection) {
    this.#file = file;
    this.#connection = connection;
    this.#owner = new OwnerLock(file);
    this.#spoolRoot = projectPathsAt(dirname(file)).spool;
  }

  add(run: Run): Run {
    return this.#change(() => {
      this.#refuseTakenName(run.name, run.id);
      const owner = LIVE.has(run.state) ? this.#owner.take() : null;
      this.#sql('INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        ...columnsOf(run),
        owner,
        JSON.stringify(run),
      );
      return run;
    });
  }

  get(id: RunId): Run | undefined {
    return this.#find('SELECT run FROM runs WHERE id = ?', id);
  }

  resolve(reference: string): Run | undefined {
    return (
      this.get(reference) ??
      this.#find('SELECT run FROM runs WHERE name = ?', reference) ??
      (reference === 'latest' ? this.latest() : undefined)
    );
  }

  list(): readonly Run[] {
    return explain(this.#file, () => {
      const rows = this.#sql('SELECT run FROM runs ORDER BY started_at DESC, rowid DESC').pluck().all();
      return rows.map((row) => JSON.parse(row as string) as Run);
    });
  }

  latest(): Run | undefined {
    return this.#find('SELECT run FROM runs ORDER BY started_at DESC, rowid DESC LIMIT 1');
  }

  update(id: RunId, changes: RunChanges): Run {
    return this.#replace(id, (run) => ({ ...run, ...changes }));
  }

  rename(id: RunId, name: string): Run {
    return this.#replace(id, (run) => {
      this.#refuseTakenName(name, id);
      return { ...run, name };
    });
  }

  pin(id: RunId, pinned: boolean): Run {
    return this.#replace(id, (run) => ({ ...run, pinned }));
  }

  freeName(wanted: string): string {
    const taken = this.#sql('SELECT 1 FROM runs WHERE name = ?');
    let name = wanted;
    for (let n = 2; taken.get(name) !== undefined; n++) name = `${wanted} ${n}`;
    return name;
  }

  hold(id: RunId): Disposable {
    const owner = this.#owner.take();
    this.#change(() => {
      this.#required(id);
      this.#sql(
        'INSERT INTO holds VALUES (?, ?, 1) ON CONFLICT (run, owner) DO UPDATE SET count = count + 1',
      ).run(id, owner);
    });
    let held = true;
    return {
      dispose: () => {
        if (!held || !this.#connection.open) return;
        held = false;
        this.#change(() => {
          this.#sql('UPDATE holds SET count = count - 1 WHERE run = ? AND owner = ?').run(id, owner);
          this.#sql('DELETE FROM holds WHERE run = ? AND owner = ? AND count <= 0').run(id, owner);
        });
      },
    };
  }

  remove(id: RunId): void {
    const run = this.#change(() => {
      const found = this.#required(id);
      if (LIVE.has(found.state) && !this.#isOrphan(id)) {
        throw new ContractError('refused', `The run ${found.name} is still going on. Stop it first.`);
      }
      const holders = this.#sql('SELECT owner FROM holds WHERE run = ?').pluck().all(id) as string[];
      if (holders.some((owner) => !this.#owner.isGone(owner))) {
        throw new ContractError('refused', `The run ${found.name} is open. Close it first.`);
      }
      this.#sql('DELETE FROM holds WHERE run = ?').run(id);
      this.#sql('DELETE FROM runs WHERE id = ?').run(id);
      return found;
    });
    for (const file of [run.file, `${run.file}-wal`, `${run.file}-shm`]) rmSync(file, { force: true });
    rmSync(this.#spoolOf(id), { recursive: true, force: true });
  }

  recover(): readonly RecoverableRun[] {
    const claimed = this.#change(() =>
      this.list()
        .filter((run) => LIVE.has(run.state) && this.#isOrphan(run.id))
        .map((run) => {
          const spoolDir = this.#hasSpool(run.id) ? this.#spoolOf(run.id) : null;
          if (!spoolDir) return { run: this.#settle(run), spoolDir };
          this.#sql('UPDATE runs SET owner = ? WHERE id = ?').run(this.#owner.take(), run.id);
          return { run, spoolDir };
        }),
    );
    return claimed;
  }

  dispose(): void {
    if (this.#connection.open) {
      this.#sql('DELETE FROM holds WHERE owner = ?').run(this.#owner.name);
      this.#connection.close();
    }
    this.#owner.dispose();
  }

  /** A run without a spool: its recording is complete, or there is nothing to get back. */
  #settle(run: Run): Run {
    const sealed = sealedState(run.file);
    if (!sealed) return this.#store({ ...run, state: 'interrupted', endedAt: run.endedAt ?? Date.now() });
    const { spans, functions, errors, bytes } = sealed.summary;
    const { exitCode, signal, endedAt } = sealed.facts;
    const facts = { exitCode, signal, endedAt, spans, functions, errors, bytes };
    return this.#store({ ...run, ...facts, state: 'done' });
  }

  #isOrphan(id: RunId): boolean {
    const owner = this.#sql('SELECT owner FROM runs WHERE id = ?').pluck().get(id) as string | null;
    return owner === null || this.#owner.isGone(owner);
  }

  #spoolOf(id: RunId): string {
    return `${this.#spoolRoot}/${id}`;
  }

  #hasSpool(id: RunId): boolean {
    const dir = this.#spoolOf(id);
    return existsSync(dir) && readdirSync(dir).some((name) => name.endsWith('.spool'));
  }

  #replace(id: RunId, change: (run: Run) => Run): Run {
    return this.#change(() => this.#store(change(this.#required(id))));
  }

  #store(run: Run): Run {
    this.#sql('UPDATE runs SET name = ?, started_at = ?, state = ?, pinned = ?, run = ? WHERE id = ?').run(
      ...columnsOf(run).slice(1),
      JSON.stringify(run),
      run.id,
    );
    if (!LIVE.has(run.state)) this.#sql('UPDATE runs SET owner = NULL WHERE id = ?').run(run.id);
    return run;
  }

  #required(id: RunId): Run {
    const run = this.get(id);
    if (!run) throw new ContractError('not-found', `There is no run ${id}. It may have been removed.`);
    return run;
  }

  #refuseTakenName(name: string, id: RunId): void {
    const other = this.#sql('SELECT id FROM runs WHERE name = ? AND id <> ?').pluck().get(name, id);
    if (other !== undefined) {
      throw new ContractError('refused', `Another run is called "${name}". Choose a different name.`);
    }
  }

  #find(sql: string, ...values: string[]): Run | undefined {
    return explain(this.#file, () => {
      const row = this.#sql(sql)
        .pluck()
        .get(...values);
      return row === undefined ? undefined : (JSON.parse(row as string) as Run);
    });
  }

  /** One transaction, which other workbenches wait for. */
  #change<T>(work: () => T): T {
    return explain(this.#file, () => this.#connection.transaction(work).immediate());
  }

  #sql(sql: string): Statement {
    return this.#connection.prepare(sql);
  }
}

const columnsOf = (run: Run): (string | number)[] => [
  run.id,
  run.name,
  run.startedAt,
  run.state,
  run.pinned ? 1 : 0,
];
