import type { FixContext } from '../fixer.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Names that nearly every project has: a text with one of them says nothing. */
const common = /^(?:index|main|app|server|cli|setup|__init__|__main__)\./;

/** Settings of tools name files to build, check or publish them. */
const settings = /(?:^|\/)(?:package(?:-lock)?|[tj]sconfig[^/]*|callscape\.config)\.json$/;

/**
 * A file that names another one with its ending, beside an import of it: it may read it as text, or hand it to a tool. `null` where
 * there is none.
 */
export async function readerOf({ files, peek }: FixContext, path: string): Promise<string | null> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (common.test(name)) return null;
  const named = new RegExp(
    `(?<!(?:require\\(|from|import|import\\()\\s*)['"\`](?:[^'"\`\\n]*/)?${escaped(name)}['"\`]`,
  );
  for (const other of files) {
    if (other === path || settings.test(other)) continue;
    if (named.test((await peek(other)) ?? '')) return other;
  }
  return null;
}

/** A file that has the name of a package as a text, with or without a path behind it: `require.resolve('assert/')`. */
export async function packageMention({ files, peek }: FixContext, name: string): Promise<string | null> {
  const named = new RegExp(`['"\`]${escaped(name)}(?:/[^'"\`\\n]*)?['"\`]`);
  for (const path of files) {
    if (/(?:^|\/)(?:package(?:-lock)?|npm-shrinkwrap)\.json$/.test(path)) continue;
    if (named.test((await peek(path)) ?? '')) return path;
  }
  return null;
}
