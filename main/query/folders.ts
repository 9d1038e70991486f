/**
 * The folder of a file, or the package that it was installed with: `src/cart`, `.` for the project itself,
 * `node_modules/@acme/money`, `.venv/lib/python3.12/site-packages/requests`; `node:` for a runtime's own modules.
 */
export function folderOf(file: string): string {
  const installed = /^(?:.*\/)?(?:node_modules|site-packages)\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
  if (installed !== undefined) return installed;
  if (file.startsWith('node:')) return 'node:';
  const end = file.lastIndexOf('/');
  return end < 0 ? '.' : file.slice(0, Math.max(1, end));
}

/** The folders of files in alphabetical order, and which of them each file is in. */
export function foldersOf(files: readonly string[]): {
  readonly folders: readonly string[];
  readonly ofFile: Int32Array;
} {
  const each = files.map(folderOf);
  const folders = [...new Set(each)].sort();
  const place = new Map(folders.map((folder, at) => [folder, at]));
  return { folders, ofFile: Int32Array.from(each, (folder) => place.get(folder) as number) };
}
