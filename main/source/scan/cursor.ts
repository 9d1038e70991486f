import { CODE, isWordByte, KIND, kinds } from './characters.ts';

/** The engine's own: several times as fast as a loop before that is compiled, and as Node's for buffers on short ways. */
export const indexOf = (bytes: Uint8Array, code: number, from: number): number =>
  Uint8Array.prototype.indexOf.call(bytes, code, from);

/** A place in the bytes (UTF-8) of a source text. Positions count from 0; `end` is behind the last byte. */
export class Cursor {
  bytes: Uint8Array = new Uint8Array();
  end = 0;
  at = 0;
  /** The scanner cannot be sure of what it read: a parser has to. */
  lost = false;

  start(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.end = bytes.length;
    this.at = 0;
    this.lost = false;
  }

  /** The byte at a position; 0 behind the end. */
  code(at = this.at): number {
    return at < this.end ? (this.bytes[at] as number) : 0;
  }

  /** Gives up. `false`, so that a caller can return it. */
  lose(): false {
    this.lost = true;
    this.at = this.end;
    return false;
  }

  /** To the next byte that is neither space nor comment. */
  skipSpace(): void {
    const { bytes, end } = this;
    let at = this.at;
    for (;;) {
      while (at < end && kinds[bytes[at] as number] === KIND.space) at++;
      if (at >= end || bytes[at] !== CODE.slash) break;
      const next = this.code(at + 1);
      if (next !== CODE.slash && next !== CODE.star) break;
      this.at = at;
      this.skipComment();
      at = this.at;
    }
    this.at = at;
  }

  /** Behind the comment that begins here. */
  skipComment(): void {
    const { bytes, end } = this;
    let at = this.at + 2;
    if (bytes[this.at + 1] === CODE.slash) {
      const newline = indexOf(bytes, CODE.newline, at);
      const lineEnd = newline < 0 ? end : newline;
      // Other line ends are rare, and left to the parser: a lone CR, U+2028, U+2029.
      for (; at < lineEnd; at++) {
        if (bytes[at] === CODE.carriageReturn ? at + 1 < lineEnd : bytes[at] === 0xe2 && this.isLineEnd(at)) {
          this.lose();
          return;
        }
      }
      this.at = lineEnd;
      return;
    }
    do at = indexOf(bytes, CODE.slash, at + 1);
    while (at >= 0 && bytes[at - 1] !== CODE.star);
    if (at < 0) this.lose();
    else this.at = at + 1;
  }

  private isLineEnd(at: number): boolean {
    return this.code(at + 1) === 0x80 && (this.code(at + 2) & 0xfe) === 0xa8;
  }

  /** Behind the string that begins here. */
  skipString(): void {
    const { bytes, end } = this;
    const quote = bytes[this.at];
    for (let at = this.at + 1; at < end; at++) {
      const code = bytes[at];
      if (code === quote) {
        this.at = at + 1;
        return;
      }
      if (code === CODE.backslash) at++;
      else if (code === CODE.newline) break;
    }
    this.lose();
  }

  /** Behind a part of a template: its end (true), or the `${` of a part that is code (false). */
  skipTemplate(): boolean {
    const { bytes, end } = this;
    for (let at = this.at; at < end; at++) {
      const code = bytes[at];
      if (code === CODE.template) {
        this.at = at + 1;
        return true;
      }
      if (code === CODE.backslash) at++;
      else if (code === CODE.dollar && bytes[at + 1] === CODE.curlyOpen) {
        this.at = at + 2;
        return false;
      }
    }
    return this.lose();
  }

  /** Behind the regular expression that begins here, with its flags. */
  skipRegularExpression(): void {
    const { bytes, end } = this;
    let inClass = false;
    for (let at = this.at + 1; at < end; at++) {
      const code = bytes[at];
      if (code === CODE.backslash) at++;
      else if (code === CODE.newline) break;
      else if (code === CODE.squareOpen) inClass = true;
      else if (code === CODE.squareClose) inClass = false;
      else if (code === CODE.slash && !inClass) {
        this.at = at + 1;
        this.skipWord();
        return;
      }
    }
    this.lose();
  }

  skipWord(): void {
    const { bytes, end } = this;
    let at = this.at;
    while (at < end && isWordByte(bytes[at] as number)) at++;
    this.at = at;
  }

  /** The word that begins here, behind it; '' where there is none. */
  word(): string {
    const from = this.at;
    this.skipWord();
    return this.text(from, this.at);
  }

  /** Whether a certain word begins here; nothing is skipped. */
  isWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.code(this.at + i) !== word.charCodeAt(i)) return false;
    return !isWordByte(this.code(this.at + word.length));
  }

  /**
   * The text of the string, or of the template without code in it, that begins here, behind it; `null` where there is neither. An escape
   * in it is for the parser.
   */
  literal(): string | null {
    const from = this.at;
    const code = this.code();
    if (code === CODE.template) {
      this.at++;
      if (!this.skipTemplate()) return null;
    } else if (kinds[code] === KIND.quote) this.skipString();
    else return null;
    if (this.lost) return null;
    return this.text(from + 1, this.at - 1);
  }

  private text(from: number, to: number): string {
    const { bytes } = this;
    let isAscii = true;
    let text = '';
    for (let at = from; at < to; at++) {
      const code = bytes[at] as number;
      if (code >= 128) isAscii = false;
      else if (code === CODE.backslash) this.lose();
      text += String.fromCharCode(code);
    }
    return isAscii ? text : new TextDecoder().decode(bytes.subarray(from, to));
  }
}
