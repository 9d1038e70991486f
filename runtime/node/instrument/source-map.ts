import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIGITS = new Int8Array(128).fill(-1);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((digit, value) => {
  DIGITS[digit.charCodeAt(0)] = value;
});

export interface Original {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

interface PlainMap {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings: string;
}

/** A map made of those of the parts of a file; lines and columns from 0. */
interface IndexMap {
  readonly sections: readonly {
    readonly offset: { readonly line: number; readonly column: number };
    readonly map: PlainMap;
  }[];
}

/** A version 3 source map (ECMA-426), as far as positions need it. */
export class SourceMap {
  /** Absolute paths; undefined for what the bundler has made up. */
  private readonly sources: (string | undefined)[] = [];
  /** Per generated line: quadruples column, source, line, column, all from 0; source -1 for "no original". */
  private readonly lines: Int32Array[] = [];

  /** `projectDir`: where paths begin that bundlers make relative to the project. */
  constructor(json: PlainMap | IndexMap, file: string, projectDir: string) {
    const parts = 'sections' in json ? json.sections : [{ offset: { line: 0, column: 0 }, map: json }];
    for (const { offset, map } of parts) this.add(map, offset.line, offset.column, dirname(file), projectDir);
  }

  private add(map: PlainMap, line: number, column: number, folder: string, projectDir: string): void {
    const firstSource = this.sources.length;
    const root = map.sourceRoot ? `${map.sourceRoot.replace(/\/$/, '')}/` : '';
    for (const source of map.sources) this.sources.push(absolute(root + (source ?? ''), folder, projectDir));
    for (const [i, entries] of decodeMappings(map.mappings).entries()) {
      const before = this.lines[line + i];
      for (let at = 0; at < entries.length; at += 4) {
        if (i === 0) (entries[at] as number) += column;
        if (entries[at + 1] !== -1) (entries[at + 1] as number) += firstSource;
      }
      this.lines[line + i] = before ? Int32Array.from([...before, ...entries]) : entries;
    }
  }

  /** Original of a generated place (from 1), or undefined where the generated code has none. */
  original(line: number, column: number): Original | undefined {
    const entries = this.lines[line - 1];
    if (!entries) return undefined;
    let low = 0;
    let high = entries.length / 4 - 1;
    if (high < 0 || (entries[0] as number) > column - 1) return undefined;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((entries[middle * 4] as number) <= column - 1) low = middle;
      else high = middle - 1;
    }
    const source = this.sources[entries[low * 4 + 1] as number];
    if (source === undefined) return undefined;
    return {
      file: source,
      line: (entries[low * 4 + 2] as number) + 1,
      column: (entries[low * 4 + 3] as number) + 1,
    };
  }
}

/** `webpack://name/./src/a.js?1f`, `turbopack:///[project]/src/a.js` and the like: paths from the project's folder on. */
const BUNDLED = /^(?:webpack|turbopack|rspack):\/\/[^/]*\/(?:\[project\]\/)?(?:\.\/)?([^[].*?)(?:\?\w*)?$/;

function absolute(source: string, directory: string, projectDir: string): string | undefined {
  if (source.startsWith('file:')) return fileURLToPath(source);
  const bundled = BUNDLED.exec(source)?.[1];
  if (bundled !== undefined) return /^webpack\//.test(bundled) ? undefined : resolve(projectDir, bundled);
  if (/^[a-z][a-z+.-]+:/i.test(source)) return source;
  return isAbsolute(source) ? source : resolve(directory, source);
}

function decodeMappings(mappings: string): Int32Array[] {
  const lines: Int32Array[] = [];
  let entries: number[] = [];
  let [column, source, line, originalColumn, field, value, shift] = [0, 0, 0, 0, 0, 0, 0];
  const endSegment = () => {
    if (field === 1) entries.push(column, -1, 0, 0);
    else if (field >= 4) entries.push(column, source, line, originalColumn);
    field = 0;
  };
  for (let i = 0; i < mappings.length; i++) {
    const code = mappings.charCodeAt(i);
    if (code === 44 || code === 59) {
      endSegment();
      if (code === 59) {
        lines.push(Int32Array.from(entries));
        entries = [];
        column = 0;
      }
      continue;
    }
    const digit = DIGITS[code] as number;
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    const delta = value & 1 ? -(value >> 1) : value >> 1;
    if (field === 0) column += delta;
    else if (field === 1) source += delta;
    else if (field === 2) line += delta;
    else if (field === 3) originalColumn += delta;
    field++;
    value = shift = 0;
  }
  endSegment();
  lines.push(Int32Array.from(entries));
  return lines;
}

const COMMENT = /^[ \t]*\/\/[#@] ?sourceMappingURL=(\S+)[ \t]*$/gm;

/** Whether a text may name its map. */
export const isMapped = (text: string): boolean => text.includes('sourceMappingURL=');

/** The map that the generated text names, inline or beside it; undefined when there is none or it is damaged. */
export function findSourceMap(text: string, file: string, projectDir: string): SourceMap | undefined {
  if (!isMapped(text)) return undefined;
  const url = [...text.matchAll(COMMENT)].at(-1)?.[1];
  if (!url) return undefined;
  try {
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url);
    const json = inline
      ? inline[1]
        ? Buffer.from(inline[2] as string, 'base64').toString()
        : decodeURIComponent(inline[2] as string)
      : readFileSync(resolve(dirname(file), decodeURIComponent(url)), 'utf8');
    return new SourceMap(JSON.parse(json), file, projectDir);
  } catch {
    return undefined;
  }
}
