import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import {
  type Backup,
  ContractError,
  isContractError,
  type ProjectDir,
  type Restored,
  type Run,
} from '#contract';
import { privateFile, privateFolder } from '../private-files.ts';
import { importRecordingFile } from './import-recording.ts';
import type { ProjectStore } from './project-store.ts';

const VERSION = 1;
const MANIFEST = 'callscape-backup.json';

/** What a backup says of itself. A newer version is refused; an older one would be upgraded here. */
const manifestSchema = v.object({
  version: v.literal(VERSION),
  createdAt: v.number(),
  project: v.string(),
  runs: v.array(
    v.object({
      id: v.string(),
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
      pinned: v.boolean(),
      /** In the folder `recordings`. */
      file: v.pipe(v.string(), v.regex(/^\w[\w.-]*$/)),
      bytes: v.number(),
      sha256: v.string(),
    }),
  ),
});
type Manifest = v.InferOutput<typeof manifestSchema>;

/** Copies the recordings of a project and the list of them into a new folder. Each is held while it is copied. */
export async function backUp({ catalogue }: ProjectStore, dir: ProjectDir, folder: string): Promise<Backup> {
  if (existsSync(folder)) {
    throw new ContractError('refused', `${folder} exists already. Choose a folder that does not.`);
  }
  const draft = `${folder}.partial`;
  await rm(draft, { recursive: true, force: true });
  const leftOut: string[] = [];
  const runs: Manifest['runs'] = [];
  try {
    await mkdir(join(draft, 'recordings'), { recursive: true, mode: privateFolder });
    for (const run of catalogue.list()) {
      if (!isComplete(run) || !existsSync(run.file)) {
        leftOut.push(run.name);
        continue;
      }
      const hold = catalogue.hold(run.id);
      try {
        const file = `${run.id}.callscape`;
        const target = join(draft, 'recordings', file);
        await copyFile(run.file, target);
        const { size: bytes } = await stat(target);
        const { id, name, pinned } = run;
        runs.push({ id, name, pinned, file, bytes, sha256: await hashOf(target) });
      } finally {
        hold.dispose();
      }
    }
    const manifest: Manifest = { version: VERSION, createdAt: Date.now(), project: basename(dir), runs };
    await writeFile(join(draft, MANIFEST), JSON.stringify(manifest, undefined, 2), { mode: privateFile });
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw explained(error, folder);
  }
  return { folder, runs: runs.length, bytes: runs.reduce((sum, { bytes }) => sum + bytes, 0), leftOut };
}

const isComplete = ({ state }: Run): boolean => !['running', 'stopping', 'finishing'].includes(state);

/** Takes up what a backup holds and the project does not. Damaged recordings are named and left where they are. */
export async function restore(store: ProjectStore, dir: ProjectDir, folder: string): Promise<Restored> {
  const manifest = await readManifest(folder);
  const restored: Run[] = [];
  const present: string[] = [];
  const damaged: string[] = [];
  for (const { id, name, pinned, file, sha256 } of manifest.runs) {
    if (store.catalogue.get(id)) {
      present.push(name);
      continue;
    }
    const source = join(folder, 'recordings', file);
    if (!existsSync(source) || (await hashOf(source)) !== sha256) {
      damaged.push(name);
      continue;
    }
    try {
      const run = await importRecordingFile(store, dir, source);
      const named = run.name === name ? run : store.catalogue.rename(run.id, store.catalogue.freeName(name));
      restored.push(pinned ? store.catalogue.pin(named.id, true) : named);
    } catch (error) {
      // Not complete, or of a newer version: no backup of ours has such a one.
      if (!isContractError(error, 'damaged', 'refused')) throw error;
      damaged.push(name);
    }
  }
  return { restored, present, damaged };
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new ContractError('not-found', `${folder} is no backup: it has no ${MANIFEST}.`);
  }
  const json = parsed(text);
  const version = (json as { version?: unknown } | undefined)?.version;
  if (typeof version === 'number' && version > VERSION) {
    throw new ContractError(
      'refused',
      `${folder} was written by a newer Callscape (backup version ${version}; this one reads up to ${VERSION}). ` +
        'Update Callscape to restore it.',
    );
  }
  const result = v.safeParse(manifestSchema, json);
  if (result.success) return result.output;
  throw new ContractError('damaged', `${join(folder, MANIFEST)} is damaged (${result.issues[0].message}).`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function explained(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (isContractError(error) || code === undefined) return error;
  return new ContractError(
    'refused',
    `${folder} cannot be written (${code}). Check its place and free space.`,
  );
}
