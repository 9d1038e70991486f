import { convertDensity } from './convert-density.ts';
import { digestAllocations, extendDigest } from './digest.ts';
import type { Schema } from './migrations.ts';

/**
 * The recording file. Bulk data stands in compressed pages (`span-page.ts`, `node-page.ts`, `value-page.ts`,
 * `density-block.ts`, `text-page.ts`); the columns beside a page are statistics for skipping it unread.
 *
 * Times are ns since the *thread's* origin; `threads.origin_unix_ns` places them on the recording's clock. A thread that is
 * found late can so turn out to be the earliest one without anything being rewritten. -1 means "none" in every column.
 */
export const recordingSchema: Schema = {
  what: 'recording',
  applicationId: 0x43535245,
  migrations: [
    {
      name: '0001-initial',
      sql: `
-- One row: the state that all other tables are in at this commit.
CREATE TABLE recording (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  revision INTEGER NOT NULL,
  sealed INTEGER NOT NULL,      -- 1: complete, verified, never written again
  indexed_pages INTEGER NOT NULL,
  run TEXT NOT NULL,            -- run id; trace ids derive from it
  facts TEXT NOT NULL,          -- JSON RunFacts
  summary TEXT NOT NULL         -- JSON IngestSummary as of this revision
) STRICT;

CREATE TABLE threads (
  id INTEGER PRIMARY KEY,       -- index, dense
  spool TEXT NOT NULL,          -- file name it came from
  process TEXT NOT NULL,        -- JSON ProcessInfo
  origin_unix_ns TEXT NOT NULL, -- decimal: past what a double can hold
  last_ns REAL NOT NULL,        -- time of the last event
  ended INTEGER NOT NULL,
  spans INTEGER NOT NULL,       -- entered so far
  lanes INTEGER NOT NULL,       -- deepest lane + 1
  open_count INTEGER NOT NULL,
  open BLOB                     -- span page of the spans open at last_ns; NULL: none
) STRICT;

CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL, language TEXT NOT NULL) STRICT;

CREATE TABLE functions (
  id INTEGER PRIMARY KEY,       -- index, dense
  file INTEGER NOT NULL,
  name TEXT NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  flags INTEGER NOT NULL,       -- 1 async, 2 generator, 4 module
  params TEXT NOT NULL          -- JSON array of names
) STRICT;

-- Over finished spans. Calls, errors, total and self time follow from the call nodes.
CREATE TABLE function_stats (
  function INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  sum_ns REAL NOT NULL,
  min_ns REAL NOT NULL,
  max_ns REAL NOT NULL,
  histogram BLOB NOT NULL,
  slowest BLOB                  -- the slowest spans; NULL while few enough to be looked up in the pages
) STRICT;

CREATE TABLE node_pages (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, data BLOB NOT NULL) STRICT;

-- Finished spans, by thread and duration class, in the order they ended.
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  class INTEGER NOT NULL,
  position INTEGER NOT NULL,    -- in the order of completion; -1: the page still grows
  count INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  late INTEGER NOT NULL,        -- spans that began after their parent had ended
  min_start REAL NOT NULL,
  max_start REAL NOT NULL,
  min_end REAL NOT NULL,
  max_end REAL NOT NULL,
  min_ordinal INTEGER NOT NULL,
  max_ordinal INTEGER NOT NULL,
  min_parent INTEGER NOT NULL,
  max_parent INTEGER NOT NULL,
  min_lane INTEGER NOT NULL,
  max_lane INTEGER NOT NULL
) STRICT;
CREATE INDEX pages_revision ON pages (revision);
CREATE TABLE page_data (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

-- Which complete pages hold a function, by chunks of 64 positions (function-index.ts). Pages from
-- recording.indexed_pages on are in no chunk yet.
CREATE TABLE function_pages (
  function INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  postings BLOB NOT NULL,
  PRIMARY KEY (function, chunk)
) STRICT, WITHOUT ROWID;

-- How many spans shorter than 4^level ns begin in each bucket of that width, 512 buckets a block.
CREATE TABLE density (
  thread INTEGER NOT NULL,
  level INTEGER NOT NULL,
  block INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (thread, level, block)
) STRICT;

-- Captured values as the spool has them, in the order they came.
CREATE TABLE value_pages (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  min_ordinal INTEGER NOT NULL,
  max_ordinal INTEGER NOT NULL,
  min_time REAL NOT NULL,
  max_time REAL NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX value_pages_thread ON value_pages (thread, max_time);

-- Strings, each stored once for the recording, and what a thread's own string ids stand for.
CREATE TABLE text_pages (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE text_maps (
  thread INTEGER NOT NULL,
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (thread, first)
) STRICT;
`,
    },
    {
      name: '0002-postings-by-chunk',
      // By chunk first: rows are then written one behind the other, not into a page of the tree for each function.
      sql: `
CREATE TABLE function_chunks (first INTEGER PRIMARY KEY) STRICT;

-- Which complete pages hold a function, by chunks of positions (function-index.ts). Pages from recording.indexed_pages on
-- are in no chunk yet.
CREATE TABLE function_postings (
  first INTEGER NOT NULL,       -- position of the chunk's first page
  function INTEGER NOT NULL,
  postings BLOB NOT NULL,
  PRIMARY KEY (first, function)
) STRICT, WITHOUT ROWID;
INSERT INTO function_chunks SELECT DISTINCT chunk * 64 FROM function_pages;
INSERT INTO function_postings SELECT chunk * 64, function, postings FROM function_pages ORDER BY 1, 2;
DROP TABLE function_pages;
`,
    },
    {
      name: '0003-levels-and-steps',
      sql: `
-- What functions was recorded of, besides their row in "functions".
CREATE TABLE function_details (
  function INTEGER PRIMARY KEY,
  level INTEGER NOT NULL,
  rule TEXT NOT NULL,           -- which rule gave the level
  variables TEXT NOT NULL       -- JSON VariableDefinition[]: what steps set
) STRICT;

-- Lines that ran and what they set, in the order they came (step-page.ts).
CREATE TABLE step_pages (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  first_step INTEGER NOT NULL,  -- number of the page's first step in its thread
  steps INTEGER NOT NULL,
  min_span INTEGER NOT NULL,
  max_span INTEGER NOT NULL,
  min_owner INTEGER NOT NULL,   -- of the variables that are set; below -1: a module's
  max_owner INTEGER NOT NULL,
  min_time REAL NOT NULL,
  max_time REAL NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX step_pages_thread ON step_pages (thread, first_step);

CREATE TABLE level_changes (
  thread INTEGER NOT NULL,
  time_ns REAL NOT NULL,
  scope TEXT NOT NULL,
  target TEXT NOT NULL,
  level INTEGER NOT NULL,
  functions INTEGER NOT NULL
) STRICT;
`,
    },
    {
      name: '0004-live-levels',
      sql: `
-- Level that the function's text was rewritten for, where it is above the one it is recorded at; -1: it is not.
ALTER TABLE function_details ADD COLUMN up_to INTEGER NOT NULL DEFAULT -1;
`,
    },
    {
      name: '0005-operations-logs-metrics',
      sql: `
-- JSON OperationDefinition of a function of that kind; empty: it is none.
ALTER TABLE function_details ADD COLUMN operation TEXT NOT NULL DEFAULT '';

-- Log records, in the order they came.
CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,     -- of the span that wrote it; -1: none
  time_ns REAL NOT NULL,
  severity INTEGER NOT NULL,    -- 1-24, as in OpenTelemetry
  data BLOB NOT NULL            -- words of its logger, message and fields
) STRICT;
CREATE INDEX logs_span ON logs (thread, ordinal);

-- What is known of an operation besides its name: words of an object, several where it came in parts.
CREATE TABLE span_details (thread INTEGER NOT NULL, ordinal INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
CREATE INDEX span_details_span ON span_details (thread, ordinal);

-- W3C trace contexts that a span has sent on or goes on with.
CREATE TABLE trace_contexts (
  thread INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  continues INTEGER NOT NULL,   -- 1: the span goes on with it; 0: it has sent it on
  trace TEXT NOT NULL,
  span TEXT NOT NULL
) STRICT;
CREATE INDEX trace_contexts_ids ON trace_contexts (span, trace);
CREATE INDEX trace_contexts_span ON trace_contexts (thread, ordinal);

-- Figures of a thread's process.
CREATE TABLE metrics (
  thread INTEGER NOT NULL,
  time_ns REAL NOT NULL,
  name TEXT NOT NULL,
  value REAL NOT NULL
) STRICT;
`,
    },
    {
      name: '0006-roots-of-pages',
      sql: `
-- Ordinals of the roots above the page's spans, for finding one trace. Older pages may hold any.
ALTER TABLE pages ADD COLUMN min_root INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN max_root INTEGER NOT NULL DEFAULT 9007199254740991;
`,
    },
    {
      name: '0007-far-parents',
      sql: `
-- Roots of threads whose parent is a span of another thread or process.
CREATE TABLE far_parents (
  thread INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  parent_thread INTEGER NOT NULL,
  parent_ordinal INTEGER NOT NULL,
  parent_root INTEGER NOT NULL, -- ordinal of the root above the parent, in its thread
  PRIMARY KEY (thread, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX far_parents_parent ON far_parents (parent_thread, parent_ordinal);
`,
    },
    {
      name: '0008-density-by-powers-of-two',
      sql: `
-- How many spans begin in each bucket of 2^level ns, by lane (density-block.ts).
CREATE TABLE density_blocks (
  thread INTEGER NOT NULL,
  level INTEGER NOT NULL,
  block INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (thread, level, block)
) STRICT;
`,
      convert: convertDensity,
    },
    {
      name: '0009-digest',
      sql: `
-- Checksum of the rows that readers load whole (digest.ts), once the recording is complete.
CREATE TABLE digest (only INTEGER PRIMARY KEY CHECK (only = 1), crc INTEGER NOT NULL) STRICT;
-- Of the row's key and postings; -1: not noted.
ALTER TABLE function_postings ADD COLUMN crc INTEGER NOT NULL DEFAULT -1;
`,
    },
    {
      name: '0010-waits',
      sql: `
-- When spans were suspended, by thread and duration class, in the order the stretches ended (wait-page.ts). Older recordings
-- have only the sum of each span.
CREATE TABLE wait_pages (
  id INTEGER PRIMARY KEY,
  thread INTEGER NOT NULL,
  class INTEGER NOT NULL,
  min_start REAL NOT NULL,
  max_end REAL NOT NULL,
  min_lane INTEGER NOT NULL,
  max_lane INTEGER NOT NULL,
  min_ordinal INTEGER NOT NULL,
  max_ordinal INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX wait_pages_thread ON wait_pages (thread, class, max_end);
`,
    },
    {
      name: '0011-node-sums',
      sql: `
-- Figures of the call nodes over the spans of a thread that ended in [from_ns, to_ns) (node-sums.ts). Without them, as in
-- recordings of earlier versions, the spans of a range are read.
CREATE TABLE node_sums (
  thread INTEGER NOT NULL,
  level INTEGER NOT NULL,
  block INTEGER NOT NULL,
  from_ns REAL NOT NULL,
  to_ns REAL NOT NULL,
  data BLOB NOT NULL,
  open BLOB,                    -- what the children of spans that were open at to_ns had covered; NULL above level 0
  UNIQUE (thread, level, block)
) STRICT;
`,
    },
    {
      name: '0012-digest-of-the-state',
      sql: `
-- Checksum of the row in "recording". A complete recording has its row here, one that is being written has none.
ALTER TABLE digest ADD COLUMN state INTEGER NOT NULL DEFAULT -1;
-- JSON: checksums of tables that are compared when they are first looked into, by name.
ALTER TABLE digest ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';
`,
      convert: extendDigest,
    },
    {
      name: '0013-allocations',
      sql: `
-- The last profile of memory that a thread has written.
CREATE TABLE allocation_profiles (
  thread INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  time_ns REAL NOT NULL,
  measure TEXT NOT NULL,        -- allocated, also what was collected again; retained: still in use at time_ns
  interval_bytes REAL NOT NULL  -- between two samples, on average; 0: exact
) STRICT;

-- Its tree of functions. A parent stands before its children; node 0 is the whole.
CREATE TABLE allocations (
  thread INTEGER NOT NULL,
  node INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  function INTEGER NOT NULL,    -- -1: no function that was traced
  bytes REAL NOT NULL,          -- without the nodes below it, as the next one
  count REAL NOT NULL,          -- objects; -1: not told
  PRIMARY KEY (thread, node)
) STRICT, WITHOUT ROWID;
`,
      convert: digestAllocations,
    },
  ],
};
