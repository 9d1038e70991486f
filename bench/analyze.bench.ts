import { compareGraphs } from './analyze/compare.ts';
import { fetchProject, projects } from './analyze/projects.ts';
import { runTool, type Tool, type ToolRun } from './analyze/tool.ts';
import { printTable } from './table.ts';

/** Runs of the quick ones; the least counts, as the one that other work disturbed least. */
const QUICK_RUNS = 2;
const peers = ['dependency-cruiser', 'madge', 'knip'] as const;

/** What analysing real projects takes beside peers, and where the graphs differ. `only`: names of projects. */
export default async function bench(only: readonly string[]): Promise<void> {
  const rows: string[][] = [];
  const differences: string[][] = [];
  const floor = least('floor', import.meta.dirname);
  for (const project of projects.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const dir = fetchProject(project);
    const graph = least('callscape', dir);
    const whole = least('callscape-all', dir);
    const others = peers.map((peer) => attempt(peer, dir));
    const own = graph.cpuMs - floor.cpuMs;
    const cell = (run: ToolRun | null): string =>
      run === null ? 'failed' : `${seconds(run.cpuMs - floor.cpuMs)} ${run.peakMb.toFixed(0)} MB`;
    const graphs = others.slice(0, 2).flatMap((run) => (run === null ? [] : [run.cpuMs - floor.cpuMs]));
    rows.push([
      project.name,
      String(graph.modules),
      cell(graph),
      cell(whole),
      ...others.map(cell),
      `${(Math.min(...graphs) / own).toFixed(1)}x`,
    ]);
    others.slice(0, 2).forEach((run, index) => {
      if (run !== null) differences.push([`${project.name}, ${peers[index]}`, ...compareGraphs(graph, run)]);
    });
    console.error(`${project.name} done`);
  }
  printTable(
    'Analysis of real projects: CPU time above an empty Node, and peak memory',
    ['project', 'modules', 'graph', 'all', ...peers, 'graph, fastest peer'],
    rows,
  );
  printTable(
    'Edges of the module graph',
    ['project and peer', 'same', 'ours only', 'theirs only', 'for example'],
    differences,
  );
}

function least(tool: Tool, dir: string): ToolRun {
  const runs = Array.from({ length: QUICK_RUNS }, () => runTool(tool, dir));
  return runs.reduce((a, b) => (b.cpuMs < a.cpuMs ? b : a));
}

function attempt(tool: Tool, dir: string): ToolRun | null {
  try {
    return runTool(tool, dir);
  } catch (error) {
    console.error(String(error));
    return null;
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
