/** Beginnings of specifiers that stand for folders of the project, and the modules that are found below these. */
export interface AliasedModules {
  /** By the first part of the specifiers that lead there, relative to the project: `@` to `src`. */
  readonly folders: ReadonlyMap<string, string>;
  /** What a specifier stands for, relative to the project; `null`: it begins otherwise. */
  pathOf(specifier: string): string | null;
  /** The module of such a path, whatever its ending says, and of a folder by its index. */
  moduleAt(path: string): string | undefined;
}

const ending = /\.(?:[mc]?[jt]sx?|vue|svelte)$/;

/** Share of the specifiers that a folder must explain. */
const MOST = 0.8;

/**
 * Bundlers, test runners and compilers map beginnings of specifiers to folders, each in a file of settings of its own kind, and those
 * are programs. Where they lead shows in the project itself: a beginning that is no package stands for the folder below which nearly all that is
 * imported by it is found. A plain word is taken only for a folder of that name, since it may as well be a package that is not declared.
 * @param specifiers those that lead nowhere else
 * @param modules relative to the project
 * @returns `null`: there is no such beginning
 */
export function learnAliases(
  specifiers: readonly string[],
  modules: Iterable<string>,
): AliasedModules | null {
  const tails = new Map<string, Set<string>>();
  for (const specifier of specifiers) {
    const parts = split(specifier);
    // What has an ending of its own is a picture or a style, and no module.
    if (parts === null || /\.\w{2,5}$/.test(parts.tail.replace(ending, ''))) continue;
    tails.set(parts.head, (tails.get(parts.head) ?? new Set()).add(parts.tail.replace(ending, '')));
  }
  if (tails.size === 0) return null;
  const { byPath, byName } = indexOf(modules);
  const folders = new Map<string, string>();
  for (const [head, all] of tails) {
    const folder = folderOf(head, [...all], (name) => byName.get(name) ?? []);
    if (folder !== null) folders.set(head, folder);
  }
  if (folders.size === 0) return null;
  return {
    folders,
    pathOf(specifier) {
      const parts = split(specifier);
      const folder = parts === null ? undefined : folders.get(parts.head);
      if (parts === null || folder === undefined) return null;
      return folder === '' ? parts.tail : `${folder}/${parts.tail}`;
    },
    moduleAt: (path) => byPath.get(path.replace(ending, '')),
  };
}

/** The first part of a specifier and what is behind it, without what bundlers put around it; `null` without two parts. */
function split(specifier: string): { readonly head: string; readonly tail: string } | null {
  const [, head, tail] = /^([^./][^/]*)\/([^?]+)/.exec(specifier.replace(/^.*!/, '')) ?? [];
  return head === undefined || tail === undefined ? null : { head, tail: tail.replace(/\/$/, '') };
}

/** Modules by their path without its ending and `index`, and such paths by their last part. */
function indexOf(modules: Iterable<string>) {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const module of modules) {
    if (!ending.test(module)) continue;
    const path = module.replace(ending, '').replace(/\/index$/, '');
    if (byPath.has(path)) continue;
    byPath.set(path, module);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const known = byName.get(name);
    if (known) known.push(path);
    else byName.set(name, [path]);
  }
  return { byPath, byName };
}

/** @param called paths whose last part is a name */
function folderOf(
  head: string,
  tails: readonly string[],
  called: (name: string) => readonly string[],
): string | null {
  const explained = new Map<string, number>();
  for (const tail of tails) {
    const found = called(tail.slice(tail.lastIndexOf('/') + 1))
      .filter((path) => path === tail || path.endsWith(`/${tail}`))
      .map((path) => path.slice(0, Math.max(0, path.length - tail.length - 1)));
    for (const folder of new Set(found)) explained.set(folder, (explained.get(folder) ?? 0) + 1);
  }
  const [best] = [...explained].sort(
    ([a, many], [b, others]) =>
      others - many || a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
  );
  if (best === undefined || best[1] < MOST * tails.length) return null;
  const [folder, count] = best;
  const isNamed = folder.slice(folder.lastIndexOf('/') + 1) === head.replace(/^[@~$]/, '');
  // No package can have such a name.
  const isSign = /^[@~$]$|^[~$]/.test(head);
  return isNamed || isSign || (head.startsWith('@') && count > 1) ? folder : null;
}
