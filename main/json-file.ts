import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { privateFile, privateFolder } from './private-files.ts';

/** A small document on disk with a version of its own, read whole and replaced whole. */
export interface JsonFile<T> {
  /** The fallback when there is no file yet, or when it is damaged: then it is kept beside, renamed. */
  read(): Promise<T>;
  /** One change after the other, each on what the one before wrote. */
  update(change: (current: T) => T): Promise<T>;
}

/** The last change of each file, so that changes through different handles follow one another too. */
const lastChange = new Map<string, Promise<unknown>>();

export function jsonFile<T>(file: string, schema: v.GenericSchema<unknown, T>, fallback: T): JsonFile<T> {
  async function read(): Promise<T> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
      throw error;
    }
    const parsed = v.safeParse(schema, parseJson(text));
    if (parsed.success) return parsed.output;
    await rename(file, `${file}.damaged-${Date.now()}`);
    return fallback;
  }

  async function write(value: T): Promise<void> {
    await mkdir(dirname(file), { recursive: true, mode: privateFolder });
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: privateFile });
    await rename(draft, file);
  }

  return {
    read,
    update(change) {
      const before = lastChange.get(file) ?? Promise.resolve();
      const next = before.then(async () => {
        const value = change(await read());
        await write(value);
        return value;
      });
      const settled = next
        .catch(() => {})
        .then(() => {
          if (lastChange.get(file) === settled) lastChange.delete(file);
        });
      lastChange.set(file, settled);
      return next;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
