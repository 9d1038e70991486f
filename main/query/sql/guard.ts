import { ContractError } from '#contract';
import type { SqlToken } from './sql-tokens.ts';

const ALLOWED: ReadonlySet<string> = new Set(['select', 'with', 'values', 'explain']);

/**
 * Refuses what is no question. The statement later runs in a database of its own in memory that has nothing but the tables
 * of the recording, and SQLite must call it read-only, too.
 */
export function guard(tokens: readonly SqlToken[]): void {
  const first = tokens[0]?.text ?? '';
  if (!ALLOWED.has(first) || tokens[0]?.quoted) {
    const found = first === '' ? 'This is empty' : `This one begins with "${tokens[0]?.text}"`;
    throw new ContractError(
      'refused',
      `Only SELECT, WITH, VALUES and EXPLAIN can be run: a recording is read-only. ${found}.`,
    );
  }
  const pragma = tokens.find(({ kind, text }) => kind === 'word' && /^pragma(?:_|$)/.test(text));
  if (pragma) throw new ContractError('refused', `"${pragma.text}" cannot be used here.`);
}
