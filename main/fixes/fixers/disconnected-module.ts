import { type Fixer, refuse } from '../fixer.ts';
import { isLoadableByPath, loadableByPath } from './public-files.ts';

/** Removes a file that nothing loads and that loads nothing. */
export const disconnectedModule: Fixer = {
  rule: 'disconnected-module',
  async propose({ range, confidence, message }, context) {
    if (confidence !== 'high') return refuse('Something may still load it: see the evidence.');
    if (/only tests load it/.test(message))
      return refuse('Its tests load it: whether they are to go with it is for a person to say.');
    if (await isLoadableByPath(context, range.file)) return refuse(loadableByPath);
    const { path, hash } = await context.read(range.file);
    return {
      kind: 'fix',
      title: 'Remove the file',
      changes: [{ kind: 'remove', path, hash }],
      removes: true,
    };
  },
};
