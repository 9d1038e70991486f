import { realpathSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ContractError, type SampleProject } from '#contract';

/** The projects of the welcome page. They are copied before they are opened, so that they can be changed and run freely. */
const samples: readonly SampleProject[] = [
  {
    id: 'shop',
    name: 'Shop',
    description: 'A Node service with a TypeScript worker, put under load by its own script.',
  },
  {
    id: 'datajob',
    name: 'Data job',
    description: 'A Python job that reads, cleans and sums up sales data.',
  },
];

export interface Samples {
  list(): Promise<readonly SampleProject[]>;
  /** Absolute path of the copy in the data directory, made when it is not there yet. `not-found` for an unknown id. */
  copy(id: string): Promise<string>;
}

/** Whether a project is one of the copies. */
export const isSampleFolder = (dataDir: string, dir: string): boolean =>
  dirname(dir) === canonical(join(dataDir, 'samples'));

/** As the path of a project is: without links. */
function canonical(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** `source`: the folder of the samples that came with Callscape. */
export function openSamples(source: string, dataDir: string): Samples {
  return {
    async list() {
      const present = await readdir(source).catch((): string[] => []);
      return samples.filter((sample) => present.includes(sample.id));
    },
    async copy(id) {
      if (!samples.some((sample) => sample.id === id)) throw unknown(id);
      const target = join(dataDir, 'samples', id);
      if (await exists(target)) return target;
      const origin = join(source, id);
      if (!(await exists(origin))) throw unknown(id);
      // Copied beside and moved, so that a half copy is never taken for the sample.
      const draft = join(dataDir, 'samples', `.${id}-${process.pid}`);
      await rm(draft, { recursive: true, force: true });
      await mkdir(join(dataDir, 'samples'), { recursive: true });
      await cp(origin, draft, { recursive: true });
      await rename(draft, target);
      return target;
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const unknown = (id: string): ContractError =>
  new ContractError('not-found', `There is no sample project "${id}". Open a folder of your own instead.`);
