import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { openRecording } from './index.ts';
import { migrate, type Schema, upgradeFile } from './migrations.ts';
import { openWritable } from './sqlite.ts';
import { sealedRecording } from './testing/recording.ts';

const one: Schema = {
  what: 'note',
  applicationId: 77,
  migrations: [{ name: '0001-initial', sql: 'CREATE TABLE notes (text TEXT)' }],
};
const two: Schema = {
  ...one,
  migrations: [...one.migrations, { name: '0002-size', sql: 'ALTER TABLE notes ADD COLUMN size INTEGER' }],
};
const broken: Schema = {
  ...one,
  migrations: [
    ...one.migrations,
    { name: '0002-broken', sql: 'ALTER TABLE missing ADD COLUMN size INTEGER' },
  ],
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'callscape-migrations-'));
});

function noteFile(): string {
  const file = join(dir, 'notes.sqlite');
  const connection = openWritable(file);
  migrate(connection, file, one);
  connection.exec("INSERT INTO notes VALUES ('kept')");
  connection.pragma('journal_mode = DELETE');
  connection.close();
  return file;
}

describe('a file of an older version', () => {
  it('is stepped up and keeps what it holds', () => {
    const file = noteFile();
    upgradeFile(file, two);
    const connection = new Database(file);
    expect(connection.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', size: null }]);
    expect(connection.pragma('user_version', { simple: true })).toBe(2);
    connection.close();
  });

  it('stays as it was when the upgrade fails', () => {
    const file = noteFile();
    const before = readFileSync(file);
    expect(() => upgradeFile(file, broken)).toThrow();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a recording that cannot be read', () => {
  const code = (file: string): string => {
    try {
      openRecording(file).close();
      return 'opened';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is refused when a newer Callscape wrote it, and the message says what to do', () => {
    const file = sealedRecording();
    const connection = new Database(file);
    connection.pragma('user_version = 99');
    connection.close();
    expect(code(file)).toBe('refused');
    expect(() => openRecording(file)).toThrow(/Update Callscape/);
  });

  it('is damaged when it is another database, no database, empty or cut short', () => {
    const other = join(dir, 'other.sqlite');
    new Database(other).exec('CREATE TABLE x (y)').close();
    const text = join(dir, 'text.callscape');
    writeFileSync(text, 'This is not a recording. '.repeat(100));
    const empty = join(dir, 'empty.callscape');
    writeFileSync(empty, '');
    const cut = join(dir, 'cut.callscape');
    copyFileSync(sealedRecording(), cut);
    writeFileSync(cut, readFileSync(cut).subarray(0, 5000));
    expect([other, text, empty, cut].map(code)).toEqual(['damaged', 'damaged', 'damaged', 'damaged']);
  });

  it('is not found where there is none', () => {
    expect(code(join(dir, 'missing.callscape'))).toBe('not-found');
  });
});
