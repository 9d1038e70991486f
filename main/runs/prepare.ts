import { stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  ContractError,
  type ProjectDir,
  type RunConfiguration,
  type RunId,
  type TracingLevel,
} from '#contract';
import { highestLevel, type TracerConfig } from '#format';
import { instrumentedCache, type ProjectPaths } from '../data-dir.ts';
import type { Installation } from '../installation.ts';
import { preparePython, targetEnvironment } from '../launch/index.ts';
import { makePrivateFolder, privateFile } from '../private-files.ts';
import { isSampleFolder, type ProjectsEngine, tracerOptions } from '../projects/index.ts';

/** What is asked for, before the project and its settings have had their say. */
export interface Wanted {
  readonly dir: ProjectDir;
  readonly configuration?: string | undefined;
  readonly command?: string | undefined;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly level?: TracingLevel | undefined;
}

/** Everything that decides how a target is started. */
export interface Plan {
  /** A shell line. */
  readonly command: string;
  /** Absolute, and as the run names it: relative to the project. */
  readonly cwd: string;
  readonly cwdInProject: string;
  readonly env: Readonly<Record<string, string>>;
  readonly level: TracingLevel;
  /** One of our samples: it runs on our own Node, for it may be newer than the person's. */
  readonly isSample: boolean;
  /** The Python program a person chose for the project; empty: found. */
  readonly python: string;
  /** Whether the recording is compressed. */
  readonly compress: boolean;
  /** Whether the run is to be kept. */
  readonly keep: boolean;
  readonly tracer: Omit<TracerConfig, 'spoolDir'>;
}

/** Joins request, run configuration and settings. `not-found` for an unknown configuration, `refused` without a command. */
export async function plan(wanted: Wanted, projects: ProjectsEngine, dataDir: string): Promise<Plan> {
  const configuration = await findConfiguration(wanted, projects);
  const command = wanted.command ?? configuration?.command;
  if (command === undefined || command.trim() === '') {
    throw new ContractError(
      'refused',
      'There is nothing to run. Choose a run configuration, or type a command.',
    );
  }
  const cwd = resolve(wanted.dir, wanted.cwd ?? configuration?.cwd ?? '.');
  const settings = await projects.settingsOf(wanted.dir).read();
  const options = tracerOptions(settings, wanted.level ?? configuration?.level ?? null);
  return {
    command,
    cwd,
    cwdInProject: relative(wanted.dir, cwd).replaceAll('\\', '/') || '.',
    env: { ...configuration?.env, ...wanted.env },
    level: options.level,
    isSample: isSampleFolder(dataDir, wanted.dir),
    python: settings.find(({ key }) => key === 'TRACING_PYTHON')?.value ?? '',
    compress: settings.find(({ key }) => key === 'TRACING_COMPRESS_TRACES')?.value !== 'false',
    keep: settings.find(({ key }) => key === 'TRACING_STORE_TRACES')?.value !== 'false',
    tracer: { version: 1, projectDir: wanted.dir, cacheDir: instrumentedCache(dataDir), ...options },
  };
}

async function findConfiguration(
  wanted: Wanted,
  projects: ProjectsEngine,
): Promise<RunConfiguration | undefined> {
  if (wanted.configuration === undefined) return undefined;
  const project = await projects.detect(wanted.dir);
  const found = project.configurations.find((candidate) => candidate.id === wanted.configuration);
  if (found !== undefined) return found;
  throw new ContractError(
    'not-found',
    `There is no run configuration "${wanted.configuration}" any more. Choose another one.`,
  );
}

/** Where a run writes; made when it is prepared. */
export interface RunPlaces {
  readonly spoolDir: string;
  readonly recording: string;
}

export const runPlaces = (paths: ProjectPaths, id: RunId): RunPlaces => ({
  spoolDir: join(paths.spool, id),
  recording: join(paths.recordings, `${id}.callscape`),
});

/**
 * Makes the folders and the hook's configuration, and returns the environment of the target. `refused` when the data
 * directory cannot be written: without it nothing could be recorded.
 */
export async function prepare(
  places: RunPlaces,
  planned: Plan,
  installation: Installation,
): Promise<Record<string, string>> {
  const config = join(places.spoolDir, 'config.json');
  const tracerConfig: TracerConfig = { ...planned.tracer, spoolDir: places.spoolDir };
  try {
    makePrivateFolder(places.spoolDir);
    makePrivateFolder(tracerConfig.cacheDir);
    await writeFile(config, JSON.stringify(tracerConfig, null, 2), { mode: privateFile });
  } catch (error) {
    throw new ContractError(
      'refused',
      `The run cannot be recorded: ${(error as Error).message}. Make room on the disk, or choose another folder with CALLSCAPE_DATA_DIR.`,
    );
  }
  const { nodeHook, pythonHook } = installation;
  const python = await preparePython({
    dir: tracerConfig.projectDir,
    command: planned.command,
    env: { ...process.env, ...planned.env },
    chosen: planned.python,
    pythonHook,
    cacheDir: tracerConfig.cacheDir,
  });
  return targetEnvironment({
    base: process.env,
    installRoot: installation.root,
    extra: { ...python.env, ...planned.env },
    programs: [...python.programs, ...(planned.isSample ? [installation.ownNode] : [])],
    tracer: highestLevel(planned.tracer) === 0 ? null : { nodeHook, pythonHook, config },
  });
}

/** Why a target cannot be started in this folder; `null` when it can. */
export async function problemWithFolder(cwd: string): Promise<string | null> {
  const found = await stat(cwd).catch(() => null);
  if (found === null) return `There is no folder ${cwd}.`;
  return found.isDirectory() ? null : `${cwd} is a file.`;
}
