import type { Finding } from '#contract';
import { type FixContext, type Fixer, refuse } from '../fixer.ts';
import { documentAsIntended } from './intended.ts';
import { readerOf } from './mentions.ts';
import { isLoadableByPath, loadableByPath } from './public-files.ts';

/**
 * Removes a file that nothing loads and that loads nothing. Where something may still load it, it is offered to say in the project's
 * settings that it is meant so.
 */
export const disconnectedModule: Fixer = {
  rule: 'disconnected-module',
  async propose(finding, context) {
    const doubt = await doubtOf(finding, context);
    if (doubt !== null)
      return { ...refuse(doubt), instead: await documentAsIntended(context, finding.range.file) };
    const { path, hash } = await context.read(finding.range.file);
    return {
      kind: 'fix',
      title: `Remove ${path}`,
      changes: [{ kind: 'remove', path, hash }],
      removes: true,
    };
  },
};

/** What speaks for a use that is not seen; `null`: nothing does. */
async function doubtOf({ range, confidence, message }: Finding, context: FixContext): Promise<string | null> {
  if (confidence !== 'high') return 'Something may still load it: see the evidence.';
  if (/only tests load it/.test(message))
    return 'Its tests load it: whether they are to go with it is for a person to say.';
  if (await isLoadableByPath(context, range.file)) return loadableByPath;
  const reader = await readerOf(context, range.file);
  return reader && `${reader} names the file: it may read it as text, or hand it to a tool.`;
}
