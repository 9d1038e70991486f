import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slowQueryLog } from './slow-query-log.ts';

describe('the log of slow queries', () => {
  const query = { name: 'search', run: 'rtest', ms: 812.4, waitedMs: 3.2 } as const;

  it('has a line for each, and keeps one older log when it has grown', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'callscape-log-')), 'logs', 'slow.log');
    const log = slowQueryLog(file);
    log(query);
    log({ ...query, name: 'sql' });
    const lines = () =>
      readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(lines()).toMatchObject([
      { query: 'search', run: 'rtest', ms: 812, waitedMs: 3 },
      { query: 'sql', run: 'rtest' },
    ]);
    writeFileSync(file, 'x'.repeat(1_100_000));
    log(query);
    expect(lines()).toHaveLength(1);
    expect(statSync(`${file}.old`).size).toBe(1_100_000);
  });

  it('never keeps anybody from an answer', () => {
    const folder = mkdtempSync(join(tmpdir(), 'callscape-log-'));
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    expect(() => slowQueryLog(join(folder, 'logs', 'slow.log'))(query)).not.toThrow();
  });
});
