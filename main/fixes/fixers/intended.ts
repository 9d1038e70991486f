import type { FixContext, ProposedEdits } from '../fixer.ts';
import { jsonListEdit } from '../json-list.ts';

const CONFIG = 'callscape.config.json';

/**
 * Says in the project's settings that a file runs without being imported. Only a person knows whether that is so, and so nobody applies it
 * unasked. `null` where the settings are written in a way that nothing can be added to.
 */
export async function documentAsIntended(
  { peek, read }: FixContext,
  path: string,
): Promise<ProposedEdits | null> {
  const settings = (await peek(CONFIG)) === null ? null : await read(CONFIG);
  if (settings !== null && jsonListEdit(settings.text, 'entry', [path]) === null) return null;
  return {
    kind: 'fix',
    title: `Say that ${path} is meant to run without being imported`,
    optional: true,
    changes: [{ kind: 'list', path: CONFIG, hash: settings?.hash ?? null, key: 'entry', values: [path] }],
  };
}
