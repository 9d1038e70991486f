import { bundleAnalysis } from './analyze/bundle.ts';
import { compareGraphs } from './analyze/compare.ts';
import { labelledRows } from './analyze/labelled.ts';
import { type BenchProject, fetchProject, projects } from './analyze/projects.ts';
import { runTool, type Tool, type ToolRun } from './analyze/tool.ts';
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
  const floor = least('floor', import.meta.dirname);
  if (floor === null) throw new Error('An empty process failed');
  const measured = projects
    .filter(({ name }) => isWanted(name))
    .map((project) => ({ project, runs: runAll(project, floor) }));
  if (measured.length > 0) printProjects(measured, floor);
  if (isWanted('labelled'))
    printTable(
      'Dead code in the labelled set',
      ['tool', 'called dead', 'rightly', 'precision', 'recall', 'recall of exports and files'],
      await labelledRows(),
    );
}

function runAll(project: BenchProject, floor: ToolRun): Runs {
  const dir = fetchProject(project);
  const runs = {
    floor,
    callscape: least('callscape', dir),
    'callscape-all': least('callscape-all', dir),
    'dependency-cruiser': least('dependency-cruiser', dir),
    madge: least('madge', dir),
    knip: least('knip', dir),
  };
  console.error(`${project.name} done`);
  return runs;
}

function printProjects(
  measured: readonly { readonly project: BenchProject; readonly runs: Runs }[],
  floor: ToolRun,
): void {
  const head = ['project', 'modules', 'graph', 'all', ...peers, 'graph, fastest peer'];
  const rows = (measure: Measure): string[][] =>
    measured.map(({ project, runs }) => {
      const above = (tool: Tool): number => {
        const run = runs[tool];
        return run === null ? Number.POSITIVE_INFINITY : measure(run) - measure(floor);
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
    measured.flatMap(({ project, runs }) =>
      peers.slice(0, 2).flatMap((peer) => {
        const [own, other] = [runs.callscape, runs[peer]];
        return own === null || other === null
          ? []
          : [[`${project.name}, ${peer}`, ...compareGraphs(own, other)]];
      }),
    ),
  );
}

/** The least of each figure; `null` when it fails. */
function least(tool: Tool, dir: string): ToolRun | null {
  try {
    const runs = Array.from({ length: RUNS }, () => runTool(tool, dir));
    const [first] = runs;
    if (first === undefined) return null;
    return {
      ...first,
      cpuMs: Math.min(...runs.map(cpu)),
      wallMs: Math.min(...runs.map(wall)),
      peakMb: Math.min(...runs.map(({ peakMb }) => peakMb)),
    };
  } catch (error) {
    console.error(String(error));
    return null;
  }
}
