import { basename, dirname, join } from 'node:path/posix';
import { editOf, type FixContext, type Fixer, refuse } from '../fixer.ts';
import { removeLocked } from './lock-entry.ts';
import { packageMention } from './mentions.ts';

/** Takes a package that nothing names out of the dependencies in package.json. */
export const unusedPackage: Fixer = {
  rule: 'unused-package',
  async propose({ range, message }, context) {
    if (basename(range.file) !== 'package.json')
      return refuse('Only package.json is edited; remove it from this file by hand.');
    if (/(?:^|\/)(?:tests?|__tests__|fixtures?|examples?)\//.test(range.file))
      return refuse('It is a manifest of tests or examples, which may need what they name.');
    const file = await context.read(range.file);
    const lines = file.text.split('\n');
    const line = lines[range.line - 1] ?? '';
    const entry = /^\s*"([^"]+)"\s*:\s*"[^"]*"\s*(,?)\s*$/.exec(line);
    if (entry === null || !message.includes(`"${entry[1]}"`))
      return refuse('The entry does not stand on a line of its own any more.');
    const start = lines.slice(0, range.line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    const name = entry[1] ?? '';
    if (installers.test(name))
      return refuse('It works while packages are installed, where no code of the project names it.');
    const mention = await packageMention(context, name);
    if (mention !== null) return refuse(`${mention} names it, perhaps to load it in a way that is not seen.`);
    const edits = [{ start, end: start + line.length + 1, text: '' }];
    const before = lines[range.line - 2] ?? '';
    // The last of several: the comma of the one before it goes too.
    if (entry[2] === '' && /,\s*$/.test(before)) {
      const comma = start - 1 - before.length + before.lastIndexOf(',');
      edits.unshift({ start: comma, end: comma + 1, text: '' });
    }
    const fix = editOf(file, `Remove ${name} from the dependencies`, edits);
    const locked = await inLock(context, range.file, name);
    return locked === null ? fix : { ...fix, changes: [...fix.changes, ...locked.changes] };
  },
};

/** Tools that npm and installed packages start by themselves. */
const installers =
  /^(?:node-gyp|node-gyp-build|node-pre-gyp|@mapbox\/node-pre-gyp|prebuild-install|node-addon-api|nan|patch-package|husky)$/;

/** The lock file lists what the manifest declares, and an installation by it fails where the two differ. */
async function inLock(context: FixContext, manifest: string, name: string) {
  const path = join(dirname(manifest), 'package-lock.json');
  if ((await context.peek(path)) === null) return null;
  const lock = await context.read(path);
  const edit = removeLocked(lock.text, name);
  return edit && editOf(lock, '', [edit]);
}
