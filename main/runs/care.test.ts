import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run } from '#contract';
import { projectPathsAt } from '../data-dir.ts';
import { openCatalogue } from '../store/index.ts';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import { ingestNow, placeSpools, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { backUp, restore } from './backup.ts';
import type { ProjectStore } from './project-store.ts';
import { applyRetention, removeTemporary, retentionLimits } from './retention.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 31);

function openStore(): ProjectStore {
  const paths = projectPathsAt(join(temporaryFolder(), 'project'));
  for (const folder of [paths.root, paths.recordings, paths.spool]) mkdirSync(folder, { recursive: true });
  const catalogue = openCatalogue(paths.catalogue);
  onTestFinished(() => catalogue.dispose());
  return { paths, catalogue };
}

/** Adds a run that ended so many days ago, with a file of so many bytes. */
async function addRun(
  { catalogue, paths }: ProjectStore,
  id: string,
  days: number,
  bytes = 1000,
  changes: Partial<Run> = {},
): Promise<void> {
  const file = join(paths.recordings, `${id}.callscape`);
  writeFileSync(file, Buffer.alloc(bytes));
  const endedAt = NOW - days * DAY;
  await utimes(file, new Date(endedAt), new Date(endedAt));
  const { id: _, ...facts } = testFacts({ name: id, startedAt: endedAt - 1000, endedAt });
  const counts = { spans: 0, functions: 0, errors: 0, bytes };
  catalogue.add({ ...facts, ...counts, id, dir: '/project', file, pinned: false, ...changes });
}

const idsOf = ({ catalogue }: ProjectStore): string[] =>
  catalogue
    .list()
    .map(({ id }) => id)
    .sort();

describe('retention', () => {
  it('removes what ended too long ago with its recording, and nothing that is pinned, live or open', async () => {
    const store = openStore();
    await addRun(store, 'old', 8);
    await addRun(store, 'pinned', 30, 1000, { pinned: true });
    await addRun(store, 'live', 30, 1000, { state: 'running' });
    await addRun(store, 'open', 30);
    await addRun(store, 'young', 6);
    const elsewhere = openCatalogue(store.paths.catalogue);
    const hold = elsewhere.hold('open');
    const limits = { days: 7, bytes: 1e9 };
    expect(applyRetention(store.catalogue, limits, NOW).map(({ id }) => id)).toEqual(['old']);
    expect(idsOf(store)).toEqual(['live', 'open', 'pinned', 'young']);
    expect(existsSync(join(store.paths.recordings, 'old.callscape'))).toBe(false);
    hold.dispose();
    elsewhere.dispose();
    expect(applyRetention(store.catalogue, limits, NOW).map(({ id }) => id)).toEqual(['open']);
  });

  it('removes the oldest until the rest fits, those that stay for another reason counted', async () => {
    const store = openStore();
    await addRun(store, 'a', 5, 400, { pinned: true });
    for (const [id, days] of [
      ['b', 4],
      ['c', 3],
      ['d', 2],
      ['e', 1],
    ] as const)
      await addRun(store, id, days, 300);
    applyRetention(store.catalogue, { days: 7, bytes: 1000 }, NOW);
    expect(idsOf(store)).toEqual(['a', 'd', 'e']);
  });

  it('takes a recording that was imported for as young as its copy', async () => {
    const store = openStore();
    await addRun(store, 'imported', 100);
    await utimes(join(store.paths.recordings, 'imported.callscape'), new Date(NOW), new Date(NOW));
    expect(applyRetention(store.catalogue, { days: 7, bytes: 1e9 }, NOW)).toEqual([]);
  });

  it('removes what was not to be kept whatever its age, and nothing that is pinned, live or open', async () => {
    const store = openStore();
    const temporary = { temporary: true } as const;
    await addRun(store, 'passing', 0, 1000, temporary);
    await addRun(store, 'pinned', 0, 1000, { ...temporary, pinned: true });
    await addRun(store, 'live', 0, 1000, { ...temporary, state: 'running' });
    await addRun(store, 'open', 0, 1000, temporary);
    await addRun(store, 'kept', 100);
    const hold = store.catalogue.hold('open');
    expect(removeTemporary(store.catalogue).map(({ id }) => id)).toEqual(['passing']);
    expect(idsOf(store)).toEqual(['kept', 'live', 'open', 'pinned']);
    hold.dispose();
    expect(removeTemporary(store.catalogue).map(({ id }) => id)).toEqual(['open']);
  });

  it('follows the settings, and keeps everything where they cannot be read', () => {
    const settings = (cleanup: string, days: string, gigabytes: string) =>
      retentionLimits([
        { key: 'TRACING_AUTO_CLEANUP', value: cleanup },
        { key: 'TRACING_RETENTION_DAYS', value: days },
        { key: 'TRACING_MAX_STORAGE_GB', value: gigabytes },
      ]);
    expect(settings('true', '7', '0.5')).toEqual({ days: 7, bytes: 5e8 });
    expect(settings('false', '7', '5')).toBeNull();
    expect(settings('true', 'soon', '5')).toBeNull();
    expect(retentionLimits([])).toBeNull();
  });
});

/** A sealed recording of one call, as a run of the project. */
function addRecorded({ catalogue, paths }: ProjectStore, id: string, changes: Partial<Run> = {}): void {
  const { functions, events } = drawThread('main 0-10');
  const { spoolDir } = placeSpools(new SpoolBuilder().functions(functions).events(events).end());
  const file = ingestNow({ spoolDir, file: join(paths.recordings, `${id}.callscape`) }, false, { id });
  const { id: _, ...facts } = testFacts();
  const counts = { spans: 1, functions: 1, errors: 0, bytes: readFileSync(file).length };
  catalogue.add({ ...facts, ...counts, id, name: id, dir: '/project', file, pinned: false, ...changes });
}

describe('a backup', () => {
  it('comes back with its names and pins, in an empty project and in one that has some of it', async () => {
    const store = openStore();
    addRecorded(store, 'r1', { name: 'before the change' });
    addRecorded(store, 'r2', { pinned: true });
    addRecorded(store, 'r3', { state: 'running' });
    const folder = join(temporaryFolder(), 'backup');
    const backup = await backUp(store, '/project', folder);
    expect(backup).toMatchObject({ folder, runs: 2, leftOut: ['r3'] });

    const empty = openStore();
    const first = await restore(empty, '/other', folder);
    expect(first.restored.map(({ id, name, pinned }) => [id, name, pinned]).sort()).toEqual([
      ['r1', 'before the change', false],
      ['r2', 'r2', true],
    ]);
    for (const id of ['r1', 'r2']) {
      const bytes = (from: ProjectStore) => readFileSync(join(from.paths.recordings, `${id}.callscape`));
      expect(bytes(empty).equals(bytes(store))).toBe(true);
    }
    expect(await restore(store, '/project', folder)).toMatchObject({
      restored: [],
      present: ['r2', 'before the change'],
    });
    await expect(backUp(store, '/project', folder)).rejects.toMatchObject({ code: 'refused' });
  });

  it('names what is damaged and brings the rest, and says when it is none or of a newer version', async () => {
    const store = openStore();
    addRecorded(store, 'r1');
    addRecorded(store, 'r2');
    const folder = join(temporaryFolder(), 'backup');
    await backUp(store, '/project', folder);
    const copy = join(folder, 'recordings', 'r1.callscape');
    const bytes = readFileSync(copy);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(copy, bytes);
    const empty = openStore();
    expect(await restore(empty, '/other', folder)).toMatchObject({
      damaged: ['r1'],
      restored: [{ id: 'r2' }],
    });
    expect(idsOf(empty)).toEqual(['r2']);

    await expect(restore(empty, '/other', temporaryFolder())).rejects.toMatchObject({ code: 'not-found' });
    const manifest = join(folder, 'callscape-backup.json');
    writeFileSync(manifest, JSON.stringify({ version: 2 }));
    await expect(restore(empty, '/other', folder)).rejects.toMatchObject({ code: 'refused' });
    writeFileSync(manifest, '{"version": 1}');
    await expect(restore(empty, '/other', folder)).rejects.toMatchObject({ code: 'damaged' });
  });
});
