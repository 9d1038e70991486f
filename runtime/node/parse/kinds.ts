/**
 * Kinds of tokens. Plain constants, because the bundler then puts the numbers in place and switches become tables; typed as
 * numbers, because the current kind changes under every function that reads on.
 */

export const END: number = 0;
export const NAME: number = 1;
export const PRIVATE_NAME: number = 2;
export const NUMBER: number = 3;
export const STRING: number = 4;
/** A backtick; the parser reads on by itself. */
export const TEMPLATE: number = 5;

export const PAREN_OPEN: number = 6;
export const PAREN_CLOSE: number = 7;
export const BRACKET_OPEN: number = 8;
export const BRACKET_CLOSE: number = 9;
export const BRACE_OPEN: number = 10;
export const BRACE_CLOSE: number = 11;
export const SEMICOLON: number = 12;
export const COMMA: number = 13;
export const DOT: number = 14;
export const OPTIONAL_DOT: number = 15;
export const ELLIPSIS: number = 16;
export const QUESTION: number = 17;
export const COLON: number = 18;
export const ARROW: number = 19;
/** `=` */
export const ASSIGN: number = 20;
/** `+=` and the like, but not `/=`. */
export const ASSIGN_OP: number = 21;
/** `++` and `--`. */
export const UPDATE: number = 22;
/** `!` and `~`. */
export const PREFIX: number = 23;
/** Where an expression begins, a regular expression does. */
export const SLASH: number = 24;
export const SLASH_ASSIGN: number = 25;
export const STAR: number = 26;
export const POWER: number = 27;
export const PLUS_MINUS: number = 28;
/** Binary operators that are nothing else; `precedence` tells which. */
export const BINARY: number = 29;
export const LOGICAL: number = 30;

// Reserved words, all from here on.
export const FIRST_WORD: number = 32;
export const BREAK: number = 32;
export const CASE: number = 33;
export const CATCH: number = 34;
export const CONTINUE: number = 35;
export const DEBUGGER: number = 36;
export const DEFAULT: number = 37;
export const DO: number = 38;
export const ELSE: number = 39;
export const FINALLY: number = 40;
export const FOR: number = 41;
export const FUNCTION: number = 42;
export const IF: number = 43;
export const RETURN: number = 44;
export const SWITCH: number = 45;
export const THROW: number = 46;
export const TRY: number = 47;
export const VAR: number = 48;
export const CONST: number = 49;
export const WHILE: number = 50;
export const WITH: number = 51;
export const NEW: number = 52;
export const THIS: number = 53;
export const SUPER: number = 54;
export const CLASS: number = 55;
export const EXTENDS: number = 56;
export const EXPORT: number = 57;
export const IMPORT: number = 58;
export const NULL: number = 59;
export const TRUE: number = 60;
export const FALSE: number = 61;
export const IN: number = 62;
export const INSTANCEOF: number = 63;
export const TYPEOF: number = 64;
export const VOID: number = 65;
export const DELETE: number = 66;

/** Words that are no names, in the order of their kinds. */
const WORDS =
  'break case catch continue debugger default do else finally for function if return switch throw try var const while with new this super class extends export import null true false in instanceof typeof void delete';

export const reserved = new Map(WORDS.split(' ').map((word, i) => [word, FIRST_WORD + i]));
