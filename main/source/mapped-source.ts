import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source that is not in the project, in the words of the source map that holds it. */
export interface MappedSource {
  readonly text: string;
  /** The map, or the file in whose last line it stands; relative to the project, with forward slashes. */
  readonly map: string;
}

/** Larger ones, and more files than this, are not read: a person waits. */
const MAX_MAP_BYTES = 50_000_000;
const MAX_FILES = 20_000;
/** What never holds the maps of a project's own code. */
const passedOver = new Set(['node_modules', '.git', '.venv', '__pycache__']);

/**
 * Looks through the source maps of a project for the text of a file that is not on the disk, as a build without its sources leaves them.
 * `null` where none holds it. Links are not followed, so nothing outside the project is read.
 *
 * @param root real path of the project
 * @param file absolute path of the source, as the maps lead to it
 */
export async function findMappedSource(root: string, file: string): Promise<MappedSource | null> {
  const name = file.slice(file.lastIndexOf(sep) + 1);
  let read = 0;
  for (const folders = [root]; folders.length > 0; ) {
    const folder = folders.pop() as string;
    // A folder that may not be read holds nothing for us.
    const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name)) folders.push(path);
      if (!entry.isFile() || !/\.(?:map|[mc]?js)$/.test(entry.name)) continue;
      if (++read > MAX_FILES) return null;
      const json = await mapIn(path);
      // Cheaper than reading JSON: a map that holds the file names it.
      const text = json?.includes(name) ? contentOf(json, path, root, file) : null;
      if (text !== null) return { text, map: relative(root, path).split(sep).join('/') };
    }
  }
  return null;
}

/** The JSON of a map file, or of the map in the last line of a script; `null`: there is none. */
async function mapIn(path: string): Promise<string | null> {
  try {
    if ((await stat(path)).size > MAX_MAP_BYTES) return null;
    const text = await readFile(path, 'utf8');
    if (path.endsWith('.map')) return text;
    const at = text.lastIndexOf('sourceMappingURL=data:application/json');
    const inline = at < 0 ? null : /^[^,]*?(;base64)?,(\S*)/.exec(text.slice(at));
    if (!inline) return null;
    const [, isBase64, data = ''] = inline;
    return isBase64 ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data);
  } catch {
    // It has gone meanwhile, may not be read, or is damaged: another may still hold the file.
    return null;
  }
}

/** What a map (ECMA-426; of sections too) has for a file; `null`: nothing. */
function contentOf(json: string, path: string, root: string, file: string): string | null {
  let whole: unknown;
  try {
    whole = JSON.parse(json);
  } catch {
    return null;
  }
  const sections = fieldOf(whole, 'sections');
  const maps = Array.isArray(sections) ? sections.map((each) => fieldOf(each, 'map')) : [whole];
  for (const map of maps) {
    const [sources, contents, start] = ['sources', 'sourcesContent', 'sourceRoot'].map((key) =>
      fieldOf(map, key),
    );
    if (!Array.isArray(sources) || !Array.isArray(contents)) continue;
    const prefix = typeof start === 'string' && start !== '' ? `${start.replace(/\/$/, '')}/` : '';
    const at = sources.findIndex(
      (source) => typeof source === 'string' && placeOf(prefix + source, dirname(path), root) === file,
    );
    const text: unknown = contents[at];
    if (typeof text === 'string') return text;
  }
  return null;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** Bundlers make paths relative to the project: `webpack://name/./src/a.js?1f`. */
const BUNDLED = /^(?:webpack|turbopack|rspack):\/\/[^/]*\/(?:\[project\]\/)?(?:\.\/)?([^[].*?)(?:\?\w*)?$/;

/** Where a source of a map is, as the tracer names the functions in it; `null`: nowhere on a disk. */
function placeOf(source: string, folder: string, root: string): string | null {
  const bundled = BUNDLED.exec(source)?.[1];
  if (bundled !== undefined) return resolve(root, bundled);
  try {
    return source.startsWith('file:') ? fileURLToPath(source) : resolve(folder, source);
  } catch {
    return null;
  }
}
