/** What a word means to the scanner, where it is no name of a member. */
export const WORD = {
  name: 0,
  /** An expression follows: `typeof`, `case`. */
  operator: 1,
  /** A condition in brackets follows, and a statement behind it: `if`, `while`. */
  head: 2,
  import: 3,
  export: 4,
  require: 5,
  try: 6,
  new: 7,
  worker: 8,
  module: 9,
  declare: 10,
  else: 11,
  /** A value follows, never a type: `await`, `return`. */
  value: 12,
} as const;

const operators = 'typeof case do in instanceof delete default extends of'.split(' ');

const meanings = new Map<string, number>([
  ...operators.map((word) => [word, WORD.operator] as const),
  ...['await', 'return', 'yield', 'throw', 'void'].map((word) => [word, WORD.value] as const),
  ...['if', 'while', 'for', 'with'].map((word) => [word, WORD.head] as const),
  ['import', WORD.import],
  ['export', WORD.export],
  ['require', WORD.require],
  ['try', WORD.try],
  ['new', WORD.new],
  ['Worker', WORD.worker],
  ['module', WORD.module],
  ['declare', WORD.declare],
  ['else', WORD.else],
]);

interface Candidate {
  readonly codes: readonly number[];
  readonly meaning: number;
}

/** By length (at most 15) and first letter. */
const candidates: (readonly Candidate[] | undefined)[] = Array.from({ length: 16 << 7 });
for (const [word, meaning] of meanings) {
  const slot = (word.length << 7) | word.charCodeAt(0);
  const codes = [...word].map((letter) => letter.charCodeAt(0));
  candidates[slot] = [...(candidates[slot] ?? []), { codes, meaning }];
}

/** What the word between two positions means. */
export function meaningOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length > 15) return WORD.name;
  const found = candidates[(length << 7) | (bytes[from] as number)];
  if (found === undefined) return WORD.name;
  for (const { codes, meaning } of found) {
    let same = 1;
    while (same < length && codes[same] === bytes[from + same]) same++;
    if (same === length) return meaning;
  }
  return WORD.name;
}
