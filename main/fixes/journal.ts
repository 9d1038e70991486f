import { dirname, join } from 'node:path';
import type { Disposable, FixedFinding, FixState, Proof } from '#contract';
import {
  type Connection,
  explain,
  isOwnerAlive,
  migrate,
  openWritable,
  type Schema,
  takeOwnerLock,
} from '../store/index.ts';
import { hashOf } from './project-file.ts';
import type { Step } from './steps.ts';

/** A fix as it was applied, or was about to be. */
export interface JournalEntry {
  readonly id: string;
  /** What was done, for a person. */
  readonly title: string;
  /** Fixes that were applied together share it. */
  readonly batch: string;
  /** What it mends; `null` for fixes of a journal that did not keep it yet. */
  readonly finding: FixedFinding | null;
  /** `applying` and `undoing` are on their way: the files stand somewhere between the two ends. The others are at rest. */
  readonly state: FixState;
  /** ms since 1970. */
  readonly appliedAt: number;
  readonly undoneAt: number | null;
  /** What applying it does. */
  readonly steps: readonly Step[];
  /** What undoing it does, once it was asked for: later edits of a person may make it differ from the way back. */
  readonly undoSteps: readonly Step[];
  readonly proof: Proof | null;
  /** The commit that it was made, in full. */
  readonly commit: string | null;
}

/** What is known of a fix before it is applied. */
export type NewEntry = Pick<JournalEntry, 'id' | 'title' | 'batch' | 'finding' | 'steps'>;

export const journalSchema: Schema = {
  what: 'journal of fixes',
  applicationId: 0x43534658,
  migrations: [
    {
      name: '0001-initial',
      sql: `
CREATE TABLE fixes (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  state TEXT NOT NULL,          -- FixState
  owner TEXT NOT NULL,          -- the workbench that is or was at it
  applied_at REAL NOT NULL,     -- ms since 1970
  undone_at REAL,
  steps TEXT NOT NULL,          -- JSON Step[]
  undo_steps TEXT NOT NULL      -- JSON Step[]
) STRICT;
-- What files held before and after, each content once.
CREATE TABLE contents (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
`,
    },
    {
      name: '0002-proofs',
      sql: `
ALTER TABLE fixes ADD COLUMN batch TEXT NOT NULL DEFAULT '';
UPDATE fixes SET batch = id;
ALTER TABLE fixes ADD COLUMN finding TEXT;    -- JSON FixedFinding
ALTER TABLE fixes ADD COLUMN proof TEXT;      -- JSON Proof
ALTER TABLE fixes ADD COLUMN commit_id TEXT;  -- in full, hexadecimal
`,
    },
  ],
};

interface Row {
  readonly id: string;
  readonly title: string;
  readonly batch: string;
  readonly finding: string | null;
  readonly state: FixState;
  readonly owner: string;
  readonly applied_at: number;
  readonly undone_at: number | null;
  readonly steps: string;
  readonly undo_steps: string;
  readonly proof: string | null;
  readonly commit_id: string | null;
}

/** What has to be known to put every file back, whatever happens: on disk before any file of the project is touched. */
export interface Journal extends Disposable {
  /** Oldest first. */
  entries(): JournalEntry[];
  get(id: string): JournalEntry | undefined;
  /** Writes down what is about to happen, with every content it needs. */
  begin(entry: NewEntry, contents: Iterable<Uint8Array>): void;
  beginUndo(id: string, steps: readonly Step[], contents: Iterable<Uint8Array>): void;
  settle(id: string, state: 'applied' | 'undone'): void;
  /** What running the app showed of a batch. */
  proved(batch: string, proof: Proof): void;
  committed(id: string, commit: string): void;
  /** Forgets a fix whose files are as they were before it. */
  forget(id: string): void;
  content(hash: string): Uint8Array;
  /** Fixes that a workbench was at when it died. They are taken over: nobody else gets them. */
  takeOverAbandoned(): JournalEntry[];
}

/** Opens the journal of a project, making it when it is missing. */
export function openJournal(file: string): Journal {
  const db: Connection = openWritable(file);
  // A fix is applied once in a while: what is promised has to be on the disk, not in a cache.
  db.pragma('synchronous = FULL');
  explain(file, () => migrate(db, file, journalSchema));
  const lockFolder = join(dirname(file), 'fix-owners');
  const lock = takeOwnerLock(lockFolder);
  const all = db.prepare<[], Row>('SELECT * FROM fixes ORDER BY sequence');
  const one = db.prepare<[string], Row>('SELECT * FROM fixes WHERE id = ?');
  const keep = db.prepare('INSERT OR IGNORE INTO contents (hash, bytes) VALUES (?, ?)');
  const contentOf = db.prepare<[string], Uint8Array>('SELECT bytes FROM contents WHERE hash = ?').pluck();
  const insert = db.prepare(
    `INSERT INTO fixes (id, title, batch, finding, state, owner, applied_at, steps, undo_steps)
     VALUES (?, ?, ?, ?, 'applying', ?, ?, ?, '[]')`,
  );
  const atomically = <T>(work: () => T): T => explain(file, () => db.transaction(work).immediate());
  const keepAll = (contents: Iterable<Uint8Array>): void => {
    for (const bytes of contents) keep.run(hashOf(bytes), bytes);
  };

  return {
    entries: () => all.all().map(read),
    get: (id) => {
      const row = one.get(id);
      return row && read(row);
    },
    begin: ({ id, title, batch, finding, steps }, contents) =>
      atomically(() => {
        keepAll(contents);
        const about = finding === null ? null : JSON.stringify(finding);
        insert.run(id, title, batch, about, lock.owner, Date.now(), JSON.stringify(steps));
      }),
    beginUndo: (id, steps, contents) =>
      atomically(() => {
        keepAll(contents);
        db.prepare("UPDATE fixes SET state = 'undoing', owner = ?, undo_steps = ? WHERE id = ?").run(
          lock.owner,
          JSON.stringify(steps),
          id,
        );
      }),
    settle: (id, state) =>
      atomically(() => {
        const undoneAt = state === 'undone' ? Date.now() : null;
        db.prepare('UPDATE fixes SET state = ?, undone_at = ? WHERE id = ?').run(state, undoneAt, id);
      }),
    proved: (batch, proof) =>
      void atomically(() =>
        db.prepare('UPDATE fixes SET proof = ? WHERE batch = ?').run(JSON.stringify(proof), batch),
      ),
    committed: (id, commit) =>
      void atomically(() => db.prepare('UPDATE fixes SET commit_id = ? WHERE id = ?').run(commit, id)),
    forget: (id) => void atomically(() => db.prepare('DELETE FROM fixes WHERE id = ?').run(id)),
    content(hash) {
      const bytes = contentOf.get(hash);
      if (bytes === undefined) throw new Error(`the journal has no content ${hash}`);
      return bytes;
    },
    takeOverAbandoned: () =>
      atomically(() => {
        const dead = all
          .all()
          .filter(
            ({ state, owner }) => isMoving(state) && owner !== lock.owner && !isOwnerAlive(lockFolder, owner),
          );
        for (const { id } of dead) db.prepare('UPDATE fixes SET owner = ? WHERE id = ?').run(lock.owner, id);
        return dead.map(read);
      }),
    dispose() {
      if (!db.open) return;
      db.close();
      lock.dispose();
    },
  };
}

const isMoving = (state: FixState): boolean => state === 'applying' || state === 'undoing';

const read = (row: Row): JournalEntry => ({
  id: row.id,
  title: row.title,
  batch: row.batch,
  finding: row.finding === null ? null : (JSON.parse(row.finding) as FixedFinding),
  state: row.state,
  appliedAt: row.applied_at,
  undoneAt: row.undone_at,
  steps: JSON.parse(row.steps) as Step[],
  undoSteps: JSON.parse(row.undo_steps) as Step[],
  proof: row.proof === null ? null : (JSON.parse(row.proof) as Proof),
  commit: row.commit_id,
});
