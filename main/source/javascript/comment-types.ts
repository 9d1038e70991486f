import type { ImportUse } from '../code/facts.ts';
import type { Comment } from './comments.ts';

/** A type of another module that a comment names, by an import in it. */
export interface CommentType extends ImportUse {
  /** From 1. */
  readonly line: number;
}

const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)(?:\s*\.\s*([\w$]+))?/g;
const tag = /@import\s+(?:type\s+)?([^'"@]*?)\s*\bfrom\s*['"]([^'"]+)['"]/g;

/** `@type {import('./x').Name}` and `@import { Name, type Other as Own } from './x'`, as TypeScript reads JavaScript. */
export function commentTypes(
  comments: readonly Comment[],
  lineAt: (offset: number) => number,
): readonly CommentType[] {
  return comments.flatMap(({ value, start }) => {
    if (!value.includes('import')) return [];
    const line = lineAt(start);
    const of = (specifier: string, name: string): CommentType => ({ specifier, name, member: null, line });
    return [
      ...[...value.matchAll(call)].map(([, specifier = '', name = '*']) => of(specifier, name)),
      ...[...value.matchAll(tag)].flatMap(([, clause = '', specifier = '']) =>
        namesOf(clause).map((name) => of(specifier, name)),
      ),
    ];
  });
}

/** What an import takes, by the names that the other module gives it. */
function namesOf(clause: string): string[] {
  const plain = clause.replaceAll(/^[ \t]*\*(?!\s*as\b)/gm, '');
  const list = /\{([^}]*)\}/.exec(plain);
  const before = plain.replace(/\{[^}]*\}/, '');
  const own = /^\s*[\w$]+/.test(before) ? ['default'] : [];
  const whole = /\*\s*as\b/.test(before) ? ['*'] : [];
  const named = (list?.[1] ?? '').split(',').flatMap((entry) => {
    const [name = ''] = entry
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+as\s+/);
    return name === '' ? [] : [name];
  });
  return [...own, ...whole, ...named];
}
