import type { Documented, Suppression } from '../code/facts.ts';
import { isNote, notedWords } from '../code/notes.ts';
import type { LineIndex } from '../line-index.ts';

export interface Comment {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface CommentFacts {
  /** What the comment right before this offset says, with nothing but white space between. */
  documents(offset: number): Documented;
  /** Whether that comment holds one of the marks by which documentation says that others use something. */
  marks(offset: number): boolean;
  /** Words of the notes in that comment; `null` where it holds none. */
  notes(offset: number): readonly string[] | null;
  readonly suppressions: readonly Suppression[];
}

/** Marks of documentation, and what people write above what only tests use that are not there. */
const forTests = /\bfor (?:unit )?test(?:s|ing| purposes)\b/i;
const mark = new RegExp(
  `@(?:public|api|alias|override|callback|event|lends|memberof)\\b|${forTests.source}`,
  'i',
);
/** What says nothing of what something does: to whom it belongs, since when it is there, and what tools are to leave alone. */
const silent = [
  /@(?:since|version|category|group|module|api|package)\b[^\n]*/gi,
  /@(?:internal|private|protected|public|ignore|hidden|export|alpha|beta|experimental|override)\b/gi,
  /@ts-\w+[^\n]*/g,
  /^[\s*]*(?:eslint|oxlint|biome|tslint|prettier|deno-lint|dprint|istanbul|c8|v8|stryker|callscape)[- ](?:ignore|disable|enable)[^\n]*/gim,
  /[#@]__\w+__/g,
];
const saysSomething = (comment: string): boolean =>
  /\p{L}/u.test(silent.reduce((text, mark) => text.replace(mark, ''), comment));

const suppression = /^\s*callscape-ignore\s+([\w-]+)\s*(?::\s*(.*?))?\s*$/s;

export function readComments(comments: readonly Comment[], source: string, lines: LineIndex): CommentFacts {
  /** By the offset of what follows: whether there is a mark. */
  const before = new Map<number, boolean>();
  const notes = new Map<number, readonly string[]>();
  /** By the offset of what follows. */
  const withWords = new Set<number>();
  const suppressions: Suppression[] = [];
  for (const { value, end, start } of comments) {
    const next = /\S/g;
    next.lastIndex = end;
    const at = next.exec(source)?.index;
    const lead = source.slice(source.lastIndexOf('\n', start) + 1, start);
    const isBehind = lead.trim() !== '' && source.slice(end, at).includes('\n');
    // The beginning of a comment that another one follows documents the same thing.
    if (at !== undefined) {
      before.set(at, (!isBehind && mark.test(value)) || (before.get(start) ?? false));
      if (withWords.has(start) || saysSomething(value)) withWords.add(at);
      const above = notes.get(start) ?? [];
      if (isNote(value)) notes.set(at, [...above, ...notedWords(value)]);
      else if (notes.has(start)) notes.set(at, above);
    }
    // Behind a statement it is about that one.
    if (forTests.test(value) && lead.trim() !== '') before.set(start - lead.trimStart().length, true);
    const found = suppression.exec(value);
    if (found !== null) {
      suppressions.push({ line: lines.lineAt(end - 1), rule: found[1] ?? '', reason: found[2] ?? '' });
    }
  }
  return {
    documents: (offset) => (withWords.has(offset) ? 'words' : before.has(offset) ? 'marks' : null),
    marks: (offset) => before.get(offset) ?? false,
    notes: (offset) => notes.get(offset) ?? null,
    suppressions,
  };
}
