import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ContractError, isContractError, type ProjectDir } from '#contract';
import { jsonListEdit, newJsonList } from './json-list.ts';
import { parseProblem } from './parse-check.ts';
import {
  asInFile,
  encode,
  hashOf,
  type ProjectFile,
  placeOf,
  readBytes,
  readProjectFile,
  withNewlines,
} from './project-file.ts';
import { modeOf, type Step } from './steps.ts';
import { applyEdits, findConflict, type TextEdit, withoutRepeated } from './text-edit.ts';

/** What a fix does to one file. Paths are relative to the project, with forward slashes. */
export type FileChange =
  /** `hash`: of the bytes that were analysed; another content is refused. */
  | {
      readonly kind: 'edit';
      readonly path: string;
      readonly hash: string;
      readonly edits: readonly TextEdit[];
    }
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** Texts that join a list at the top of a JSON file; `hash` is `null` where the file is not there and is made. */
  | {
      readonly kind: 'list';
      readonly path: string;
      readonly hash: string | null;
      readonly key: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'remove'; readonly path: string; readonly hash: string };

/** A fix before anything is written: what a preview shows, and what applying does. */
export interface Plan {
  readonly steps: readonly Step[];
  /** By hash: what the steps begin with and lead to. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Both sides of every file, for a preview; `null` is no file. */
  readonly previews: readonly {
    readonly path: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/**
 * Turns changes into steps and proves what can be proved without running anything: that each file is the one that was
 * analysed, that no two edits meet, and that no file that parsed stops to parse. `refused` where one of these fails.
 * A file whose content would not change has no step.
 */
export async function planChanges(dir: ProjectDir, changes: readonly FileChange[]): Promise<Plan> {
  const steps: Step[] = [];
  const contents = new Map<string, Uint8Array>();
  const previews: Plan['previews'][number][] = [];
  const keep = (bytes: Uint8Array): string => {
    const hash = hashOf(bytes);
    contents.set(hash, bytes);
    return hash;
  };
  for (const wanted of joined(changes)) {
    const change = wanted.kind === 'list' ? await written(dir, wanted) : wanted;
    if (change.kind === 'create') {
      if ((await readBytes(await placeOf(dir, change.path))) !== null)
        throw refused(change.path, 'there is a file of that name already');
      requireParses(change.path, null, change.text);
      const keptFolder = await nearestFolder(dir, change.path);
      steps.push({
        path: change.path,
        from: null,
        to: keep(new TextEncoder().encode(change.text)),
        keptFolder,
      });
      previews.push({ path: change.path, before: null, after: change.text });
      continue;
    }
    const file = await readProjectFile(dir, change.path);
    if (file.hash !== change.hash)
      throw refused(change.path, 'it was changed since it was analysed. Analyse it again');
    const before = encode(file, file.text);
    if (change.kind === 'remove') {
      const mode = await modeOf(await placeOf(dir, change.path));
      steps.push({ path: change.path, from: keep(before), to: null, mode, keptFolder: '.' });
      previews.push({ path: change.path, before: asInFile(file, file.text), after: null });
      continue;
    }
    const after = edited(file, change.edits);
    if (after === file.text) continue;
    requireParses(change.path, file.text, after);
    steps.push({ path: change.path, from: keep(before), to: keep(encode(file, after)), keptFolder: '.' });
    previews.push({
      path: change.path,
      before: asInFile(file, file.text),
      after: asInFile(file, after),
    });
  }
  return { steps, contents, previews };
}

/** What joining a list comes to. */
async function written(
  dir: ProjectDir,
  { path, hash, key, values }: Extract<FileChange, { kind: 'list' }>,
): Promise<Exclude<FileChange, { kind: 'list' }>> {
  if (hash === null) return { kind: 'create', path, text: newJsonList(key, values) };
  const edit = jsonListEdit((await readProjectFile(dir, path)).text, key, values);
  if (edit === null) throw refused(path, 'it is written in a way that nothing can be added to');
  return { kind: 'edit', path, hash, edits: [edit] };
}

/** The folder nearest above a path that is there already, relative to the project. */
async function nearestFolder(dir: ProjectDir, path: string): Promise<string> {
  let folder = dirname(path);
  while (folder !== '.' && !(await stat(join(dir, folder)).catch(() => null))?.isDirectory())
    folder = dirname(folder);
  return folder;
}

function edited(file: ProjectFile, edits: readonly TextEdit[]): string {
  const conflict = findConflict(edits);
  if (conflict !== null)
    throw refused(file.path, 'two fixes want to change the same place. Apply one after the other');
  const suited = edits.map((edit) => ({ ...edit, text: withNewlines(edit.text, file) }));
  return applyEdits(file.text, suited);
}

/** A fix of a series, planned to be applied after those before it; or why it cannot be. */
export type Planned<T> = T & ({ readonly plan: Plan } | { readonly refused: string });

/**
 * Plans fixes that were all made for the files as they stand now, to be applied one after the other in this order. One that
 * meets an earlier one, or breaks a file, is refused; the others go on without it.
 */
export async function planSeries<T extends { readonly changes: readonly FileChange[] }>(
  dir: ProjectDir,
  fixes: readonly T[],
): Promise<Planned<T>[]> {
  const taken: FileChange[] = [];
  let before: Plan = { steps: [], contents: new Map(), previews: [] };
  const planned: Planned<T>[] = [];
  for (const fix of fixes) {
    try {
      const all = await planChanges(dir, [...taken, ...fix.changes]);
      planned.push({ ...fix, plan: onlyNew(before, all) });
      taken.push(...fix.changes);
      before = all;
    } catch (error) {
      if (!isContractError(error)) throw error;
      planned.push({ ...fix, refused: error.message });
    }
  }
  return planned;
}

/** What a plan does beyond an earlier one, from where that one leads. */
function onlyNew(before: Plan, all: Plan): Plan {
  const reached = new Map(
    before.steps.map((step, at) => [step.path, { step, preview: before.previews[at] }]),
  );
  const steps: Step[] = [];
  const previews: Plan['previews'][number][] = [];
  all.steps.forEach((step, at) => {
    const earlier = reached.get(step.path);
    if (earlier?.step.to === step.to) return;
    const preview = all.previews[at] as Plan['previews'][number];
    steps.push(earlier === undefined ? step : { ...step, from: earlier.step.to });
    previews.push(earlier?.preview === undefined ? preview : { ...preview, before: earlier.preview.after });
  });
  return { steps, previews, contents: new Map([...before.contents, ...all.contents]) };
}

/** The edits of several fixes to one file as one change. A file that one removes and another edits is a conflict. */
function joined(changes: readonly FileChange[]): FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const change of changes) {
    const other = byPath.get(change.path);
    if (other === undefined) byPath.set(change.path, change);
    else if (other.kind === 'edit' && change.kind === 'edit' && other.hash === change.hash)
      byPath.set(change.path, { ...other, edits: withoutRepeated([...other.edits, ...change.edits]) });
    else if (other.kind === 'list' && change.kind === 'list' && other.key === change.key)
      byPath.set(change.path, { ...other, values: [...new Set([...other.values, ...change.values])] });
    else if (other.kind !== 'remove' || change.kind !== 'remove' || other.hash !== change.hash)
      throw refused(change.path, 'two fixes want different things of it. Apply one after the other');
  }
  return [...byPath.values()];
}

function requireParses(path: string, before: string | null, after: string): void {
  const problem = parseProblem(path, after);
  // A file that never parsed is no worse than it was.
  if (problem === null || (before !== null && parseProblem(path, before) !== null)) return;
  throw refused(
    path,
    `it would not parse any more (${problem}). This is a fault of the fix; nothing was written`,
  );
}

const refused = (path: string, why: string): ContractError =>
  new ContractError('refused', `${path} cannot be changed: ${why}.`, { path });
