import { type Fixer, refuse } from '../fixer.ts';

/** Removes a file that nothing loads and that loads nothing. */
export const disconnectedModule: Fixer = {
  rule: 'disconnected-module',
  async propose({ range, confidence }, context) {
    if (confidence !== 'high') return refuse('Something may still load it: see the evidence.');
    const { path, hash } = await context.read(range.file);
    return {
      kind: 'fix',
      title: 'Remove the file',
      changes: [{ kind: 'remove', path, hash }],
      removes: true,
    };
  },
};
