/** What a byte of source text may begin. */
export const KIND = {
  space: 0,
  /** Letters, digits, `$`, `_`, and `#` of private names. */
  word: 1,
  quote: 2,
  template: 3,
  slash: 4,
  open: 5,
  close: 6,
  /** Any other punctuation: an expression follows, or may follow. */
  operator: 7,
  dot: 8,
  less: 9,
  /** `+`, `-` and `!`: before an expression or behind one. */
  sign: 10,
  equals: 11,
  /** Control characters, escapes, and bytes that may begin a space that is not ASCII: only a parser tells these apart. */
  unsure: 12,
} as const;

export const kinds = new Uint8Array(256).fill(KIND.unsure);
// Letters of other scripts, in UTF-8; but leading bytes that spaces and line ends begin with, too, are unsure.
kinds.fill(KIND.word, 128);
for (const code of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) kinds[code] = KIND.unsure;
mark(' \t\n\r\v\f', KIND.space);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$_#', KIND.word);
mark('\'"', KIND.quote);
mark('`', KIND.template);
mark('/', KIND.slash);
mark('([{', KIND.open);
mark(')]}', KIND.close);
mark(';:,?~%^&|*>@', KIND.operator);
mark('.', KIND.dot);
mark('<', KIND.less);
mark('+-!', KIND.sign);
mark('=', KIND.equals);

function mark(characters: string, kind: number): void {
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;
}

/** ASCII codes that the scanner asks for by name. */
export const CODE = {
  newline: 10,
  carriageReturn: 13,
  bang: 33,
  dollar: 36,
  hash: 35,
  roundOpen: 40,
  roundClose: 41,
  star: 42,
  comma: 44,
  dash: 45,
  dot: 46,
  slash: 47,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  squareOpen: 91,
  backslash: 92,
  squareClose: 93,
  template: 96,
  curlyOpen: 123,
  curlyClose: 125,
} as const;

export const isWordByte = (code: number): boolean => kinds[code] === KIND.word;
