import type { CallTreeTable, FunctionTable } from '#contract';

/** What a drawing says, as the recordings service would answer. */
export interface DrawnRun {
  readonly functions: FunctionTable;
  readonly tree: CallTreeTable;
}

interface Row {
  readonly depth: number;
  readonly function: number;
  readonly calls: number;
  readonly totalNs: number;
  readonly errors: number;
}

const line =
  /^(?<indent> *)(?<name>\S+) (?<file>\S+):(?<line>\d+) (?<calls>\d+)x (?<total>\d+)ns(?: (?<errors>\d+) errors)?$/;

/**
 * A run from a drawing of its merged call tree. One line a call path, children indented by two spaces; the total is
 * inclusive. Every statistic of a function beside calls, errors, total and self is its average.
 *
 *     main a.js:1 1x 100ns
 *       Shop.buy b.js:7 10x 60ns 2 errors
 */
export function drawnRun(drawing: string, revision = 1): DrawnRun {
  const names: string[] = [];
  const files: string[] = [];
  const lines: number[] = [];
  const functionsByKey = new Map<string, number>();
  const rows: Row[] = [{ depth: 0, function: -1, calls: 0, totalNs: 0, errors: 0 }];
  for (const text of drawing.split('\n').filter((each) => each.trim() !== '')) {
    const found = line.exec(text)?.groups;
    if (found === undefined) throw new Error(`Not a line of a drawn run: ${text}`);
    const { indent = '', name = '', file = '', line: at, calls, total, errors } = found;
    const key = `${name} ${file}:${at}`;
    const known = functionsByKey.get(key) ?? names.push(name) - 1;
    if (!functionsByKey.has(key)) {
      functionsByKey.set(key, known);
      files.push(file);
      lines.push(Number(at));
    }
    rows.push({
      depth: indent.length / 2 + 1,
      function: known,
      calls: Number(calls),
      totalNs: Number(total),
      errors: Number(errors ?? 0),
    });
  }
  const tree = treeOf(rows, revision);
  return { tree, functions: functionsOf(tree, names, files, lines) };
}

function treeOf(rows: readonly Row[], revision: number): CallTreeTable {
  const length = rows.length;
  const parent = new Int32Array(length).fill(-1);
  const subtreeEnd = new Int32Array(length).fill(length);
  const path: number[] = [0];
  const selfNs = Float64Array.from(rows, (row) => row.totalNs);
  for (let r = 1; r < length; r++) {
    const depth = rows[r]?.depth ?? 0;
    for (const ended of path.splice(depth)) subtreeEnd[ended] = r;
    const above = path[depth - 1] ?? 0;
    parent[r] = above;
    selfNs[above] = (selfNs[above] ?? 0) - (rows[r]?.totalNs ?? 0);
    path.push(r);
  }
  const totalNs = Float64Array.from(rows, (row) => row.totalNs);
  totalNs[0] = -(selfNs[0] ?? 0);
  selfNs[0] = 0;
  return {
    revision,
    length,
    node: Int32Array.from(rows, (_, r) => r),
    function: Int32Array.from(rows, (row) => row.function),
    parent,
    subtreeEnd,
    depth: Int32Array.from(rows, (row) => row.depth),
    calls: Float64Array.from(rows, (row) => row.calls),
    errors: Float64Array.from(rows, (row) => row.errors),
    totalNs,
    selfNs,
    weight: totalNs,
    omitted: 0,
  };
}

function functionsOf(
  tree: CallTreeTable,
  name: readonly string[],
  fileOf: readonly string[],
  lines: readonly number[],
): FunctionTable {
  const files = [...new Set(fileOf)];
  const column = (): Float64Array => new Float64Array(name.length);
  const [calls, errors, totalNs, selfNs] = [column(), column(), column(), column()];
  for (let r = 1; r < tree.length; r++) {
    const f = tree.function[r] ?? 0;
    calls[f] = (calls[f] ?? 0) + (tree.calls[r] ?? 0);
    errors[f] = (errors[f] ?? 0) + (tree.errors[r] ?? 0);
    selfNs[f] = (selfNs[f] ?? 0) + (tree.selfNs[r] ?? 0);
    if (!isBelowItself(tree, r)) totalNs[f] = (totalNs[f] ?? 0) + (tree.totalNs[r] ?? 0);
  }
  const average = Float64Array.from(totalNs, (total, f) =>
    calls[f] === 0 ? Number.NaN : total / (calls[f] ?? 1),
  );
  return {
    revision: tree.revision,
    length: name.length,
    name,
    file: Int32Array.from(fileOf, (file) => files.indexOf(file)),
    files,
    line: Int32Array.from(lines),
    flags: new Uint8Array(name.length),
    calls,
    errors,
    totalNs,
    selfNs,
    avgNs: average,
    minNs: average,
    maxNs: average,
    p50Ns: average,
    p90Ns: average,
    p95Ns: average,
    p99Ns: average,
  };
}

function isBelowItself(tree: CallTreeTable, row: number): boolean {
  for (let above = tree.parent[row] ?? -1; above > 0; above = tree.parent[above] ?? -1) {
    if (tree.function[above] === tree.function[row]) return true;
  }
  return false;
}
