import { readFile } from 'node:fs/promises';

export const settingsFileName = '.env.tracing';

export interface EnvEntry {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Reads `KEY=value` lines: `export` in front, quotes around and a comment behind are taken off; of a key that stands twice
 * the last one counts. A missing file is an empty one.
 */
export async function readEnvFile(file: string): Promise<ReadonlyMap<string, EnvEntry>> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') return new Map();
    throw error;
  }
}

export function parseEnv(text: string): ReadonlyMap<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line);
    if (match) entries.set(match[1] as string, { value: unquote(match[2] as string), line: index + 1 });
  }
  return entries;
}

function unquote(text: string): string {
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text);
  if (quoted) return quoted[2] as string;
  return text.replace(/(^|\s)#.*$/, '').trim();
}
