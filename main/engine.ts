import { join } from 'node:path';
import type { ProjectDir, Run, RunId, Services } from '#contract';
import { prepareDataDir, projectPaths, slowQueryFile } from './data-dir.ts';
import { createExchange } from './exchange/index.ts';
import { createFindings } from './findings/index.ts';
import { createFixes, type Recovered } from './fixes/index.ts';
import { findInstallation, type Installation } from './installation.ts';
import { findExecutable } from './launch/python/index.ts';
import { canonicalDir, createProjects } from './projects/index.ts';
import { createRecordings, openScan, type RecordingScan, slowQueryLog, traceIdOf } from './query/index.ts';
import { type AttachedRequest, type AttachedRun, createRuns, type RunsEngine } from './runs/index.ts';
import { createGraphs } from './source/index.ts';

export interface EngineOptions {
  /** Absolute folder of everything that is kept; see `defaultDataDir`. */
  readonly dataDir: string;
  /** Where Callscape is installed; found by itself when left out. */
  readonly installation?: Installation;
}

/** Every service, built once; what the hosts differ in is not known here. */
export interface Engine {
  readonly services: Services;
  /** For the command line: runs a command on our own standard streams. */
  runAttached(request: AttachedRequest): Promise<AttachedRun & { readonly run: Run }>;
  /** Resolves when what a crash left behind in this project has been read into its recordings. */
  recovered(dir: ProjectDir): Promise<void>;
  /** What became of fixes of this project that a crash interrupted; they are taken back first. */
  recoveredFixes(dir: ProjectDir): Promise<readonly Recovered[]>;
  /** Ends live targets, finishes their recordings and closes every file and worker. */
  dispose(): Promise<void>;
}

/** Rejects with `refused` when nothing can be kept in the data directory. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, installation = findInstallation() } = options;
  await prepareDataDir(dataDir);
  const projects = createProjects({ dataDir, samplesDir: installation.samples });
  const runs = createRuns({ dataDir, installation, projects });
  const onSlowQuery = slowQueryLog(slowQueryFile(dataDir));
  const recordings = createRecordings(runs.locate, { onSlowQuery });
  const graphs = createGraphs({
    recordings,
    keptIn: (dir) => projectPaths(dataDir, dir).sources,
    entryPoints: async (dir, signal) =>
      (await projects.detect(dir, signal)).entryPoints.map(({ file }) => file),
  });
  const exchange = createExchange({
    recordings,
    graphs,
    openScan: (run) => openHeldScan(runs, run),
    traceIdOf,
    version: installation.version,
  });
  const findings = createFindings({
    source: graphs,
    openScan: (run) => openHeldScan(runs, run),
    functionsOf: (run, signal) => recordings.functions({ run }, signal),
    fileOf: async (run) => (await runs.locate(run)).file,
    doneRuns: async (dir) => {
      const all = await runs.list({ dir });
      return all.filter(({ state }) => state === 'done' || state === 'interrupted').map(({ id }) => id);
    },
    metricsOf: async (run) => (await recordings.metrics({ run })).series,
    async pythonOf(dir) {
      const settings = await projects.settingsOf(dir).read();
      const chosen = settings.find(({ key }) => key === 'TRACING_PYTHON')?.value ?? '';
      return findExecutable({ dir, env: process.env, chosen });
    },
  });
  const fixes = createFixes({
    journalOf: (dir) => join(projectPaths(dataDir, dir).root, 'fixes.sqlite'),
    detect: (dir) => projects.detect(dir),
    canonical: canonicalDir,
    node: join(installation.ownNode, 'node'),
    runs,
    findings,
    recordings,
  });
  return {
    services: { projects, runs, recordings, graphs, exchange, findings, fixes },
    runAttached: runs.runAttached,
    recovered: runs.recovered,
    recoveredFixes: fixes.recovered,
    async dispose() {
      await runs.dispose();
      fixes.dispose();
      graphs.dispose();
      recordings.dispose();
    },
  };
}

/** Nobody can remove the run until the scan is disposed of. */
async function openHeldScan(runs: RunsEngine, run: RunId): Promise<RecordingScan> {
  const hold = runs.hold(run);
  try {
    const scan = openScan((await runs.locate(run)).file);
    return {
      ...scan,
      dispose() {
        scan.dispose();
        hold.dispose();
      },
    };
  } catch (error) {
    hold.dispose();
    throw error;
  }
}
