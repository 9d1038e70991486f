import { bundleAnalysis } from './analyze/bundle.ts';
import { compareGraphs } from './analyze/compare.ts';
import { labelledRows } from './analyze/labelled.ts';
import { type BenchProject, fetchProject, projects } from './analyze/projects.ts';
import { runTool, type Tool, type ToolRun, tools } from './analyze/tool.ts';
import { printTable } from './table.ts';

/** Runs of each tool; the least counts, as the one that other work disturbed least. */
const RUNS = 3;
const peers = ['dependency-cruiser', 'madge', 'knip'] as const;

type Runs = Readonly<Record<Tool, ToolRun | null>>;
type Measure = (run: ToolRun) => number;

const cpu: Measure = ({ cpuMs }) => cpuMs;
const wall: Measure = ({ wallMs }) => wallMs;

/**
 * What analysing real projects takes beside peers, where the graphs differ, and dead code beside knip on the labelled set.
 * `only`: names of projects, or `labelled`.
 */
export default async function bench(only: readonly string[]): Promise<void> {
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
  await bundleAnalysis();
  const all = projects
    .filter(({ name }) => isWanted(name))
    .map((project) => ({ project, runs: runAll(project) }));
  if (all.length > 0) printProjects(all);
  if (isWanted('labelled'))
    printTable(
      'Dead code in the labelled set',
      ['tool', 'called dead', 'rightly', 'precision', 'recall', 'recall of exports and files'],
      await labelledRows(),
    );
}

/** All tools in turns, so that what else the machine does in between is the same for each. */
function runAll(project: BenchProject): Runs {
  const dir = fetchProject(project);
  const rounds = Array.from({ length: RUNS }, () => tools.map((tool) => attempt(tool, dir)));
  const runs = tools.map((tool, at) => [tool, leastOf(rounds.map((round) => round[at] ?? null))] as const);
  console.error(`${project.name} done`);
  return Object.fromEntries(runs) as Record<Tool, ToolRun | null>;
}

function printProjects(all: readonly { readonly project: BenchProject; readonly runs: Runs }[]): void {
  const head = ['project', 'modules', 'graph', 'all', ...peers, 'graph, fastest peer'];
  const rows = (measure: Measure): string[][] =>
    all.map(({ project, runs }) => {
      const above = (tool: Tool): number => {
        const run = runs[tool];
        return run === null || runs.floor === null
          ? Number.POSITIVE_INFINITY
          : measure(run) - measure(runs.floor);
      };
      const cell = (tool: Tool): string =>
        runs[tool] === null
          ? 'failed'
          : `${(above(tool) / 1000).toFixed(2)} s ${runs[tool].peakMb.toFixed(0)} MB`;
      const fastest = Math.min(above('dependency-cruiser'), above('madge'));
      return [
        project.name,
        String(runs.callscape?.modules ?? 0),
        cell('callscape'),
        cell('callscape-all'),
        ...peers.map(cell),
        `${(fastest / above('callscape')).toFixed(1)}x`,
      ];
    });
  printTable('Analysis of real projects: CPU time above an empty Node, and peak memory', head, rows(cpu));
  printTable('The same by the clock', head, rows(wall));
  printTable(
    'Edges of the module graph',
    ['project and peer', 'same', 'ours only', 'theirs only', 'for example'],
    all.flatMap(({ project, runs }) =>
      peers.slice(0, 2).flatMap((peer) => {
        const [own, other] = [runs.callscape, runs[peer]];
        return own === null || other === null
          ? []
          : [[`${project.name}, ${peer}`, ...compareGraphs(own, other)]];
      }),
    ),
  );
}

/** Runs a tool once; `null` when it fails. */
function attempt(tool: Tool, dir: string): ToolRun | null {
  try {
    return runTool(tool, dir);
  } catch (error) {
    console.error(String(error));
    return null;
  }
}

/** The least of each figure; `null` where one failed. */
function leastOf(runs: readonly (ToolRun | null)[]): ToolRun | null {
  const whole = runs.filter((run) => run !== null);
  const [first] = whole;
  if (first === undefined || whole.length < runs.length) return null;
  return {
    ...first,
    cpuMs: Math.min(...whole.map(cpu)),
    wallMs: Math.min(...whole.map(wall)),
    peakMb: Math.min(...whole.map(({ peakMb }) => peakMb)),
  };
}
