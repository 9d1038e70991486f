import type { Schema } from './migrations.ts';

/** The runs of one project. */
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
  state TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  -- The workbench whose run is live (the name of its lock file); NULL: nobody's.
  owner TEXT,
  run TEXT NOT NULL             -- JSON Run; the columns above are what queries need of it
) STRICT;
CREATE INDEX runs_started ON runs (started_at);

-- Runs that a workbench has open.
CREATE TABLE holds (
  run TEXT NOT NULL,
  owner TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, owner)
) STRICT, WITHOUT ROWID;
`,
    },
  ],
};
