import type {
  Baseline,
  ComparedFunction,
  ComparedSide,
  Comparison,
  FunctionFigures,
  FunctionIdentity,
  RunId,
  Verdict,
} from '#contract';
import { compareText, toMs } from '../run-facts.ts';
import { type JoinedRow, joinFunctions } from './join.ts';
import { averagesOf, spreadOf } from './noise.ts';
import { floorOf, judge, type Limits, wasCalled } from './verdict.ts';
import { comparisonWarnings } from './warnings.ts';

export interface Side {
  readonly baseline: Baseline;
  /** `null` for an imported one. */
  readonly run: RunId | null;
}

/** Two runs, function by function. Pure: the same baselines give the same answer. @param repeats further runs of the base */
export function compareBaselines(
  base: Side,
  next: Side,
  maxRegressionPct: number,
  repeats: readonly Baseline[] = [],
): Comparison {
  const joined = joinFunctions(base.baseline.functions, next.baseline.functions);
  const clockErrorMs = Math.max(base.baseline.loss.maxClockErrorMs, next.baseline.loss.maxClockErrorMs);
  const limits = { maxRegressionPct, floorMs: floorOf(clockErrorMs) };
  const averages = averagesOf(base.baseline, repeats);
  const functions = joined
    .flatMap((row) => comparedFunction(base.baseline, next.baseline, row, limits, averages[row.base] ?? []))
    .sort(bySeverity);
  const baseEdges = edgesOf(
    base.baseline,
    joined.map((row) => row.base),
  );
  const nextEdges = edgesOf(
    next.baseline,
    joined.map((row) => row.next),
  );
  const baseFiles = new Set(base.baseline.modules.nodes.map((node) => node.file));
  const nextFiles = new Set(next.baseline.modules.nodes.map((node) => node.file));
  return {
    base: comparedSide(base),
    next: comparedSide(next),
    functions,
    regressions: functions.filter((row) => row.verdict === 'regressed').length,
    memory: sharedMemory(base.baseline, next.baseline),
    addedEdges: edgesOnlyIn(nextEdges, baseEdges),
    removedEdges: edgesOnlyIn(baseEdges, nextEdges),
    addedModules: [...nextFiles].filter((file) => !baseFiles.has(file)).sort(),
    removedModules: [...baseFiles].filter((file) => !nextFiles.has(file)).sort(),
    warnings: comparisonWarnings(base.baseline, next.baseline, functions),
  };
}

function sharedMemory({ run: base }: Baseline, { run: next }: Baseline): Comparison['memory'] {
  return base.memory !== undefined && base.memory === next.memory ? base.memory : null;
}

function comparedSide({ baseline: { run, functions, modules }, run: id }: Side): ComparedSide {
  return {
    run: id,
    name: run.name,
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    exitCode: run.exitCode,
    connectivityRatio: modules.connectivityRatio,
    calls: functions.reduce((sum, row) => sum + row.calls, 0),
    errors: functions.reduce((sum, row) => sum + row.errors, 0),
  };
}

/** Nothing for a function that neither run called. */
function comparedFunction(
  base: Baseline,
  next: Baseline,
  row: JoinedRow,
  limits: Limits,
  averages: readonly number[],
): ComparedFunction[] {
  const before = base.functions[row.base] ?? null;
  const after = next.functions[row.next] ?? null;
  if (!wasCalled(before) && !wasCalled(after)) return [];
  // Where it stands now, for a person to open it.
  const named = after ?? before;
  if (named === null) return [];
  const from = before?.avgMs ?? null;
  const to = after?.avgMs ?? null;
  const spread = spreadOf(averages, to);
  return [
    {
      identity: identityOf(named),
      base: before === null ? null : figuresOf(before),
      next: after === null ? null : figuresOf(after),
      verdict: judge(before, after, limits, spread?.chance ?? null),
      spread,
      avgChangePct: from === null || to === null || from === 0 ? null : ((to - from) / from) * 100,
      totalChangeMs: difference(after?.totalMs, before?.totalMs),
    },
  ];
}

const difference = (to = 0, from = 0): number => toMs((to - from) * 1e6);

type Row = Baseline['functions'][number];

const identityOf = ({ file, function: name, line }: Row): FunctionIdentity => ({ file, name, line });

function figuresOf({ function: _name, file: _file, line: _line, ...figures }: Row): FunctionFigures {
  return figures;
}

const rank: Readonly<Record<Verdict, number>> = {
  regressed: 0,
  errors: 1,
  added: 2,
  removed: 2,
  improved: 2,
  unchanged: 2,
};

/**
 * Regressions by the growth of their self time, so that the function at fault stands before its callers; then new errors
 * by their number; then the rest by how much the total changed.
 */
function bySeverity(a: ComparedFunction, b: ComparedFunction): number {
  return (
    rank[a.verdict] - rank[b.verdict] ||
    weight(b) - weight(a) ||
    Math.abs(b.totalChangeMs) - Math.abs(a.totalChangeMs) ||
    compareText(a.identity.file, b.identity.file) ||
    a.identity.line - b.identity.line ||
    compareText(a.identity.name, b.identity.name)
  );
}

function weight({ verdict, base, next }: ComparedFunction): number {
  if (verdict === 'regressed') return (next?.selfMs ?? 0) - (base?.selfMs ?? 0);
  return verdict === 'errors' ? (next?.errors ?? 0) - (base?.errors ?? 0) : 0;
}

interface NamedEdge {
  readonly from: FunctionIdentity | null;
  readonly to: FunctionIdentity;
  readonly calls: number;
}

/** Call edges by the joined numbers of their ends. @param rows row of this baseline for each joined number; -1: none */
function edgesOf({ functions, callGraph }: Baseline, rows: readonly number[]): Map<string, NamedEdge> {
  const numberOf = new Map(rows.map((row, joined) => [row, joined]));
  const edges = new Map<string, NamedEdge>();
  for (const { from, to, calls } of callGraph) {
    const caller = functions[from];
    const callee = functions[to];
    if (callee === undefined) continue;
    const key = `${from === -1 ? -1 : numberOf.get(from)}>${numberOf.get(to)}`;
    edges.set(key, { from: caller === undefined ? null : identityOf(caller), to: identityOf(callee), calls });
  }
  return edges;
}

function edgesOnlyIn(
  these: ReadonlyMap<string, NamedEdge>,
  those: ReadonlyMap<string, NamedEdge>,
): NamedEdge[] {
  const only = [...these].filter(([key]) => !those.has(key)).map(([, edge]) => edge);
  return only.sort(
    (a, b) =>
      b.calls - a.calls ||
      compareText(a.to.file, b.to.file) ||
      a.to.line - b.to.line ||
      compareText(a.to.name, b.to.name),
  );
}
