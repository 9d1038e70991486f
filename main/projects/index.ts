import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Project, ProjectDir, Projects } from '#contract';
import { projectPaths } from '../data-dir.ts';
import { listFolders } from './browse.ts';
import { openChosenKeys } from './chosen-keys.ts';
import { detectProject } from './detect/index.ts';
import { openInEditor } from './editors/open-in-editor.ts';
import { openRecentProjects } from './recent.ts';
import { openSamples } from './samples.ts';
import { openSavedConfigurations } from './saved-configurations.ts';
import { openSettings, type ProjectSettings } from './settings/index.ts';

export { isSampleFolder } from './samples.ts';
export { type TracerOptions, tracerOptions } from './settings/index.ts';

export interface ProjectsOptions {
  readonly dataDir: string;
  /** Absolute folder of the sample projects that came with Callscape. */
  readonly samplesDir: string;
}

/** The projects service, and what the runs need of a project. */
export interface ProjectsEngine extends Projects {
  /** `dir` as `open` or `canonicalDir` gave it. */
  settingsOf(dir: ProjectDir): ProjectSettings;
  /** Detects without remembering. */
  detect(dir: ProjectDir, signal?: AbortSignal): Promise<Project>;
}

export function createProjects({ dataDir, samplesDir }: ProjectsOptions): ProjectsEngine {
  const recent = openRecentProjects(dataDir);
  const keys = openChosenKeys(dataDir);
  const samples = openSamples(samplesDir, dataDir);
  const stateDir = (dir: ProjectDir): string => projectPaths(dataDir, dir).root;
  const saved = (dir: ProjectDir) => openSavedConfigurations(stateDir(dir));
  const settingsOf = (dir: ProjectDir) => openSettings(dir, stateDir(dir));

  async function detect(requested: string, signal?: AbortSignal): Promise<Project> {
    const dir = await canonicalDir(requested);
    const project = await detectProject(dir, signal);
    return { ...project, configurations: await saved(dir).merge(project.configurations) };
  }

  async function open(requested: string, signal?: AbortSignal): Promise<Project> {
    const project = await detect(requested, signal);
    await recent.remember(project);
    return project;
  }

  return {
    detect,
    settingsOf,
    recent: () => recent.list(),
    openInEditor: (request) => openInEditor(request),
    forget: ({ dir }) => recent.forget(dir),
    open: ({ dir }, signal) => open(dir, signal),
    async saveConfiguration({ dir, configuration }) {
      await saved(await canonicalDir(dir)).save(configuration);
      return detect(dir);
    },
    async removeConfiguration({ dir, id }) {
      await saved(await canonicalDir(dir)).remove(id);
      return detect(dir);
    },
    settings: async ({ dir }) => settingsOf(await canonicalDir(dir)).read(),
    changeSetting: async ({ dir, key, value }) => settingsOf(await canonicalDir(dir)).change(key, value),
    chosenKeys: () => keys.read(),
    chooseKeys: ({ actions }) => keys.choose(actions),
    samples: () => samples.list(),
    openSample: async ({ id }) => open(await samples.copy(id)),
    browse: ({ dir }) => listFolders(dir),
  };
}

/** A project has one path, whatever link it was reached by. A folder that does not exist keeps the path it was given. */
export async function canonicalDir(dir: string): Promise<ProjectDir> {
  return realpath(dir).catch(() => resolve(dir));
}
