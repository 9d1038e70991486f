import type {
  ModuleGraph,
  ModuleStructure,
  Project,
  ProjectDir,
  RecentProject,
  RunId,
  SampleProject,
  Setting,
  SourceText,
  StaticCallGraph,
} from '#contract';
import { useServices } from './context.ts';
import { useRevision } from './runs.ts';
import { useSourceRevision } from './source-changes.ts';
import { type Query, useQuery } from './use-query.ts';

/** Keys of answers that changes replace (`QueryCache.put`, `invalidate`). */
export const projectKeys = {
  project: (dir: ProjectDir) => `project/${dir}`,
  settings: (dir: ProjectDir) => `settings/${dir}`,
  recent: 'recent',
  samples: 'samples',
} as const;

/** Opens the project, which also puts it among the recent ones. */
export function useProject(dir: ProjectDir | null): Query<Project> {
  const { projects } = useServices();
  return useQuery<Project>(
    dir === null
      ? null
      : { key: projectKeys.project(dir), revision: 0, load: (signal) => projects.open({ dir }, signal) },
  );
}

export function useRecentProjects(): Query<readonly RecentProject[]> {
  const { projects } = useServices();
  return useQuery({ key: projectKeys.recent, revision: 0, load: () => projects.recent({}) });
}

export function useSamples(): Query<readonly SampleProject[]> {
  const { projects } = useServices();
  return useQuery({ key: projectKeys.samples, revision: 0, load: () => projects.samples({}) });
}

export function useSettings(dir: ProjectDir | null): Query<readonly Setting[]> {
  const { projects } = useServices();
  return useQuery(
    dir === null
      ? null
      : { key: projectKeys.settings(dir), revision: 0, load: () => projects.settings({ dir }) },
  );
}

/** The module graph grows slowly, and to draw it anew costs more than a table. */
const modulesRestMs = 2000;

/** The project's modules joined with a run; by the source alone without one. */
export function useModules(dir: ProjectDir | null, run: RunId | null): Query<ModuleGraph> {
  const { graphs } = useServices();
  const revision = useRevision(run);
  const source = useSourceRevision(dir);
  return useQuery<ModuleGraph>(
    dir === null || (run !== null && revision === null)
      ? null
      : {
          key: `modules/${dir}/${run}`,
          revision: (revision ?? 0) + source,
          restMs: modulesRestMs,
          load: (signal) => graphs.modules({ dir, run }, signal),
        },
  );
}

/** Layers, cycles and packages of the project, by the source alone. */
export function useStructure(dir: ProjectDir | null): Query<ModuleStructure> {
  const { graphs } = useServices();
  const revision = useSourceRevision(dir);
  return useQuery<ModuleStructure>(
    dir === null
      ? null
      : { key: `structure/${dir}`, revision, load: (signal) => graphs.structure({ dir }, signal) },
  );
}

/** The calls between the project's functions joined with a run; by the source alone without one. */
export function useCallGraph(dir: ProjectDir | null, run: RunId | null): Query<StaticCallGraph> {
  const { graphs } = useServices();
  const revision = useRevision(run);
  const source = useSourceRevision(dir);
  return useQuery<StaticCallGraph>(
    dir === null || (run !== null && revision === null)
      ? null
      : {
          key: `calls/${dir}/${run}`,
          revision: (revision ?? 0) + source,
          restMs: modulesRestMs,
          load: (signal) => graphs.calls({ dir, run }, signal),
        },
  );
}

/** `path` relative to the project. */
export function useSource(dir: ProjectDir | null, path: string | null): Query<SourceText> {
  const { graphs } = useServices();
  const revision = useSourceRevision(dir);
  return useQuery(
    dir === null || path === null
      ? null
      : { key: `source/${dir}/${path}`, revision, load: () => graphs.source({ dir, path }) },
  );
}
