import Database from 'better-sqlite3';
import { writeDigest } from '../digest.ts';

/** Changes rows of a complete recording and its checksums with them, as somebody would who makes one up. */
export function forge(file: string, sql: string): void {
  const connection = new Database(file);
  try {
    connection.exec(sql);
    writeDigest(connection);
  } finally {
    connection.close();
  }
}
