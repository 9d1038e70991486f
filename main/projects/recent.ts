import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ProjectDir, RecentProject } from '#contract';
import { jsonFile } from '../json-file.ts';

const entry = v.object({ dir: v.string(), name: v.string(), openedAt: v.number() });
const schema = v.object({ version: v.literal(1), projects: v.array(entry) });

/** As many as a person may want to scroll through. */
const kept = 50;

export interface RecentProjects {
  /** Last opened first. */
  list(): Promise<readonly RecentProject[]>;
  remember(project: { readonly dir: ProjectDir; readonly name: string }): Promise<void>;
  forget(dir: ProjectDir): Promise<void>;
}

export function openRecentProjects(dataDir: string): RecentProjects {
  const file = jsonFile(join(dataDir, 'recent.json'), schema, { version: 1, projects: [] });
  return {
    async list() {
      const { projects } = await file.read();
      return Promise.all(
        projects.map(async (project) => ({ ...project, exists: await isFolder(project.dir) })),
      );
    },
    async remember({ dir, name }) {
      await file.update(({ projects }) => ({
        version: 1,
        projects: [{ dir, name, openedAt: Date.now() }, ...projects.filter((p) => p.dir !== dir)].slice(
          0,
          kept,
        ),
      }));
    },
    async forget(dir) {
      await file.update(({ projects }) => ({ version: 1, projects: projects.filter((p) => p.dir !== dir) }));
    },
  };
}

const isFolder = (dir: string): Promise<boolean> =>
  stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
