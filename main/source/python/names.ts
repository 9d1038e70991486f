/** Words that are no names. */
export const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case print self cls'.split(
    ' ',
  ),
);

/** Decorators that change how a function is reached, and not by whom. */
const plainDecorators =
  /^(?:property|staticmethod|classmethod|(?:functools\.)?(?:cached_property|lru_cache|cache|wraps|total_ordering|singledispatch)|(?:abc\.)?abstractmethod|(?:typing\.)?(?:override|final|no_type_check)|(?:dataclasses\.)?dataclass|(?:contextlib\.)?(?:async)?contextmanager|\w+\.(?:setter|deleter|getter))\b/;

/** Whether a decorator, without its `@`, may hand the function to something that calls it. */
export const registers = (decorator: string): boolean => !plainDecorators.test(decorator);

/** Base classes that never call a method of a subclass by a name of its own. */
export const plainBases =
  /^(?:object|ABC|abc\.ABC|Protocol|Generic|NamedTuple|TypedDict|Enum|IntEnum|StrEnum|Flag|(?:\w+\.)?\w*(?:Error|Exception|Warning)|dict|list|set|str|int|float|tuple)$/;

export interface Word {
  readonly name: string;
  /** It stands behind a dot. */
  readonly isMember: boolean;
  /** The name before the dot, where there is one. */
  readonly of: string | null;
  /** A call follows. */
  readonly isCall: boolean;
  /** An argument's name: `f(key=1)`. */
  readonly isKeyword: boolean;
}

/** The names in a statement whose strings are empty. In time that grows with the length of the text: tables of data are statements, too. */
export function* wordsOf(text: string): Generator<Word> {
  let depth = 0;
  let last = 0;
  for (const match of text.matchAll(/(\.\s*)?\b([A-Za-z_]\w*)\b(\s*\()?/g)) {
    const [whole, dot, name = '', call] = match;
    for (; last < match.index; last++) depth += depthOf(text[last] ?? '');
    if (keywords.has(name) && !dot) continue;
    const before = beforeSpaces(text, match.index);
    yield {
      name,
      isMember: dot !== undefined,
      of: dot === undefined ? null : nameBefore(text, before),
      isCall: call !== undefined,
      isKeyword:
        depth > 0 &&
        call === undefined &&
        !dot &&
        /[(,]/.test(text[before - 1] ?? '') &&
        isAssignment(text, match.index + whole.length),
    };
  }
}

const depthOf = (c: string): number => ('([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0);

/** Offset behind what stands before white space. */
function beforeSpaces(text: string, at: number): number {
  let end = at;
  while (end > 0 && text[end - 1] === ' ') end--;
  return end;
}

function nameBefore(text: string, end: number): string | null {
  let start = end;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start--;
  const name = text.slice(start, end);
  return /^[A-Za-z_]/.test(name) ? name : null;
}

const assignment = /\s*=(?!=)/y;
function isAssignment(text: string, at: number): boolean {
  assignment.lastIndex = at;
  return assignment.test(text);
}

/** Names that a statement assigns, imports or loops over. */
export function assignedNames(text: string): string[] {
  const target =
    /^(?:async\s+)?for\s+(.+?)\s+in\b/.exec(text)?.[1] ??
    /^(?:async\s+)?with\b.*\bas\s+(.+)$/.exec(text)?.[1] ??
    /^except\b.*\bas\s+(\w+)$/.exec(text)?.[1] ??
    /^([^=()[\]{}]*?)\s*(?::[^=]*)?=(?!=)/.exec(text)?.[1];
  const walrus = [...text.matchAll(/(\w+)\s*:=/g)].map(([, name = '']) => name);
  const comprehended = [...text.matchAll(/\bfor\s+(.+?)\s+in\b/g)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  const lambdas = [...text.matchAll(/\blambda\s+([^:]*):/g)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  const plain = target === undefined || /\./.test(target) ? [] : (target.match(/[A-Za-z_]\w*/g) ?? []);
  return [...plain, ...walrus, ...comprehended, ...lambdas];
}

/** Parameter names of a `def` without its head. */
export const parameterNames = (list: string): string[] =>
  itemsOf(list).flatMap((item) => /^\s*\*{0,2}\s*([A-Za-z_]\w*)/.exec(item)?.[1] ?? []);

/** What commas divide, outside of brackets. */
export function itemsOf(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const c of `${list},`) {
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) {
      items.push(item);
      item = '';
    } else item += c;
  }
  return items;
}
