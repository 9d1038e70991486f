import { basename } from 'node:path/posix';
import { editOf, type Fixer, refuse } from '../fixer.ts';

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
    const edits = [{ start, end: start + line.length + 1, text: '' }];
    const before = lines[range.line - 2] ?? '';
    // The last of several: the comma of the one before it goes too.
    if (entry[2] === '' && /,\s*$/.test(before)) {
      const comma = start - 1 - before.length + before.lastIndexOf(',');
      edits.unshift({ start: comma, end: comma + 1, text: '' });
    }
    return editOf(file, `Remove ${entry[1]} from the dependencies`, edits);
  },
};
