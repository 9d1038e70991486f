import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of a sample's FLAWS.md: names that stand on certain lines of certain files. */
export interface FlawRow {
  readonly row: string;
  readonly places: readonly { readonly file: string; readonly line: number }[];
  readonly names: readonly string[];
}

/** Reads the rows of every table in a sample's FLAWS.md that names places as `file:line`. */
export function readFlaws(folder: string): readonly FlawRow[] {
  const rows: FlawRow[] = [];
  for (const row of readFileSync(join(folder, 'FLAWS.md'), 'utf8').split('\n')) {
    const cells = row.split('|').map((cell) => cell.trim());
    const placeCell = cells.findIndex((cell) => /^`[^`]+:\d+`/.test(cell));
    if (placeCell === -1) continue;
    const places = [...(cells[placeCell] ?? '').matchAll(/`([^`]+):(\d+)`/g)].map(([, file = '', line]) => ({
      file,
      line: Number(line),
    }));
    const names = [...(cells[placeCell + 1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    rows.push({ row, places, names });
  }
  return rows;
}

/** The places of a row whose line does not hold any of the row's names, with what stands there instead. */
export function misplaced(folder: string, { places, names }: FlawRow): readonly string[] {
  return places.flatMap(({ file, line }) => {
    const text = readFileSync(join(folder, file), 'utf8').split('\n')[line - 1] ?? '';
    return names.some((name) => text.includes(name)) ? [] : [`${file}:${line} is "${text.trim()}"`];
  });
}
