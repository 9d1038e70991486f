import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ContractError, type Disposable, type Run, type RunId } from '#contract';
import type { Catalogue, RecoverableRun, RunChanges } from './catalogue-types.ts';
import { migrate, type Schema } from './migrations.ts';
import { isOwnerAlive, takeOwnerLock } from './owner-lock.ts';
import { sealedState } from './recording.ts';
import { sidecarsOf } from './sidecars.ts';
import { explain, openWritable } from './sqlite.ts';

/** What a catalogue keeps. The row is the contract's `Run`; what is asked for by value has a column beside it. */
export const catalogueSchema: Schema = {
  what: 'catalogue',
  applicationId: 0x43534341,
  migrations: [
    {
      name: '0001-initial',
      sql: `
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  started_at REAL NOT NULL,     -- ms since 1970
  owner TEXT,                   -- the workbench it is live in; NULL: it is over
  run TEXT NOT NULL             -- JSON Run
) STRICT;
CREATE INDEX runs_by_start ON runs (started_at);
-- A run that a workbench has open.
CREATE TABLE holds (run TEXT NOT NULL, owner TEXT NOT NULL) STRICT;
`,
    },
  ],
};

interface Row {
  readonly run: string;
  readonly owner: string | null;
}

const live: readonly Run['state'][] = ['running', 'stopping', 'finishing'];
const isLive = (run: Run): boolean => live.includes(run.state);
const notFound = (id: RunId) =>
  new ContractError('not-found', `There is no run ${id} in this project. It may have been removed.`);
const nameTaken = (name: string) =>
  new ContractError(
    'refused',
    `Another run of this project is called "${name}" already. Choose another name.`,
    {
      name,
    },
  );

/** Opens a project's catalogue, making it when it is missing. Throws `damaged` and, for a newer one, `refused`. */
export function openCatalogue(file: string): Catalogue {
  const db = openWritable(file);
  explain(file, () => migrate(db, file, catalogueSchema));
  const lockFolder = join(dirname(file), 'owners');
  const lock = takeOwnerLock(lockFolder);

  const select = db.prepare<[string], Row>('SELECT run, owner FROM runs WHERE id = ?');
  const selectByName = db.prepare<[string], Row>('SELECT run, owner FROM runs WHERE name = ?');
  const selectAll = db.prepare<[], Row>('SELECT run, owner FROM runs ORDER BY started_at DESC, rowid DESC');
  const selectLatest = db.prepare<[], Row>(
    'SELECT run, owner FROM runs ORDER BY started_at DESC, rowid DESC LIMIT 1',
  );
  const insert = db.prepare('INSERT INTO runs (id, name, started_at, owner, run) VALUES (?, ?, ?, ?, ?)');
  const write = db.prepare('UPDATE runs SET name = ?, owner = ?, run = ? WHERE id = ?');
  const erase = db.prepare('DELETE FROM runs WHERE id = ?');
  const addHold = db.prepare('INSERT INTO holds (run, owner) VALUES (?, ?)');
  const dropHold = db.prepare(
    'DELETE FROM holds WHERE rowid = (SELECT rowid FROM holds WHERE run = ? AND owner = ? LIMIT 1)',
  );
  const holdersOf = db.prepare<[string], string>('SELECT DISTINCT owner FROM holds WHERE run = ?').pluck();
  const dropHoldsOf = db.prepare('DELETE FROM holds WHERE owner = ?');

  const read = (row: Row | undefined): Run | undefined => row && (JSON.parse(row.run) as Run);
  const isAlive = (owner: string): boolean => owner === lock.owner || isOwnerAlive(lockFolder, owner);

  /** One transaction that sees no other workbench's half-done work; SQLite's words are turned into ours. */
  function atomically<T>(work: () => T): T {
    return explain(file, () => db.transaction(work).immediate());
  }

  function existing(id: RunId): { run: Run; owner: string | null } {
    const row = select.get(id);
    const run = read(row);
    if (!row || !run) throw notFound(id);
    return { run, owner: row.owner };
  }

  function refuseTakenName(name: string, id: RunId): void {
    const other = read(selectByName.get(name));
    if (other && other.id !== id) throw nameTaken(name);
  }

  /** A live run belongs to the workbench that changes it; one that is over belongs to nobody. */
  function store(run: Run): Run {
    write.run(run.name, isLive(run) ? lock.owner : null, JSON.stringify(run), run.id);
    return run;
  }

  const change = (id: RunId, changes: Partial<Run>): Run => store({ ...existing(id).run, ...changes });

  function relabel(id: RunId, changes: Pick<Run, 'name'> | Pick<Run, 'pinned'>): Run {
    const { run, owner } = existing(id);
    const changed = { ...run, ...changes };
    write.run(changed.name, owner, JSON.stringify(changed), id);
    return changed;
  }

  function isHeld(id: RunId): boolean {
    let held = false;
    for (const owner of holdersOf.all(id)) {
      if (isAlive(owner)) held = true;
      else dropHoldsOf.run(owner);
    }
    return held;
  }

  function removeRow(id: RunId): Run {
    const { run, owner } = existing(id);
    if (isLive(run) && owner !== null && isAlive(owner)) {
      throw new ContractError('refused', `"${run.name}" is still running. Stop it before you remove it.`);
    }
    if (isHeld(id)) {
      throw new ContractError('refused', `"${run.name}" is open. Close it everywhere before you remove it.`);
    }
    erase.run(id);
    return run;
  }

  const spoolOf = (run: Run): string => join(dirname(file), 'spool', run.id);

  /** Claims a run whose workbench is gone: what its spool still holds can be read by the caller alone. */
  function claim(run: Run): RecoverableRun {
    const spoolDir = existsSync(spoolOf(run)) ? spoolOf(run) : null;
    if (spoolDir === null) {
      const sealed = sealedState(run.file);
      const { spans, functions, errors } = sealed?.summary ?? run;
      return {
        run: store({ ...run, state: sealed ? 'done' : 'interrupted', pid: null, spans, functions, errors }),
        spoolDir: null,
      };
    }
    write.run(run.name, lock.owner, JSON.stringify(run), run.id);
    return { run, spoolDir };
  }

  return {
    add: (run) =>
      atomically(() => {
        refuseTakenName(run.name, run.id);
        insert.run(run.id, run.name, run.startedAt, isLive(run) ? lock.owner : null, JSON.stringify(run));
        return run;
      }),
    get: (id) => explain(file, () => read(select.get(id))),
    resolve: (reference) =>
      explain(file, () =>
        read(
          select.get(reference) ??
            selectByName.get(reference) ??
            (reference === 'latest' ? selectLatest.get() : undefined),
        ),
      ),
    list: () => explain(file, () => selectAll.all().flatMap((row) => read(row) ?? [])),
    latest: () => explain(file, () => read(selectLatest.get())),
    update: (id: RunId, changes: RunChanges) => atomically(() => change(id, changes)),
    rename: (id, name) =>
      atomically(() => {
        refuseTakenName(name, id);
        return relabel(id, { name });
      }),
    pin: (id, pinned) => atomically(() => relabel(id, { pinned })),
    freeName: (wanted) =>
      explain(file, () => {
        let name = wanted;
        for (let n = 2; selectByName.get(name); n++) name = `${wanted} ${n}`;
        return name;
      }),
    hold(id): Disposable {
      atomically(() => {
        existing(id);
        addHold.run(id, lock.owner);
      });
      let held = true;
      return {
        dispose() {
          if (held && db.open) atomically(() => dropHold.run(id, lock.owner));
          held = false;
        },
      };
    },
    remove(id) {
      const run = atomically(() => removeRow(id));
      for (const path of [run.file, ...sidecarsOf(run.file)]) rmSync(path, { force: true, maxRetries: 5 });
      rmSync(spoolOf(run), { recursive: true, force: true });
    },
    recover: () =>
      atomically(() =>
        selectAll.all().flatMap((row) => {
          const run = read(row);
          if (!run || row.owner === null || isAlive(row.owner)) return [];
          return claim(run);
        }),
      ),
    dispose() {
      if (!db.open) return;
      explain(file, () => dropHoldsOf.run(lock.owner));
      db.close();
      lock.dispose();
    },
  };
}
