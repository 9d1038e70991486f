import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A folder of its own for a test, removed when the test is over. */
export interface TemporaryFolder {
  readonly path: string;
  /** Copies a project into it, under its own name or another, and returns where the copy is. */
  copyProject(from: string, name?: string): string;
  /** Writes a project of a few files into it, and returns where. */
  writeProject(name: string, files: Readonly<Record<string, string>>): string;
  dispose(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'callscape-e2e-')));
  return {
    path,
    copyProject(from, name = basename(from)) {
      const to = join(path, name);
      cpSync(from, to, { recursive: true });
      return to;
    },
    writeProject(name, files) {
      const to = join(path, name);
      mkdirSync(to);
      for (const [file, text] of Object.entries(files)) writeFileSync(join(to, file), text);
      return to;
    },
    // A target that was just killed may still be letting go of its files.
    dispose: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
