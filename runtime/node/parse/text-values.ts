/** The values of literals, as far as names and directives need them. */

const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/gi;
const PLAIN: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };
/** As sloppy code may write numbers. */
const LEGACY_OCTAL = /^0[0-7]+$/;
const LINE_END = /[\r\n]/;

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, braced?: string, four?: string, two?: string, octal?: string, one = '') => {
    const hex = braced ?? four ?? two;
    if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return LINE_END.test(one) ? '' : (PLAIN[one] ?? one);
  });
}

/** Of the string or number between the two places; null for a bigint. */
export function literalValue(text: string, start: number, end: number): string | number | null {
  const first = text.charCodeAt(start);
  if (first === 34 || first === 39) {
    const inner = text.slice(start + 1, end - 1);
    return inner.includes('\\') ? unescaped(inner) : inner;
  }
  const digits = text.slice(start, end);
  if (digits.endsWith('n')) return null;
  if (LEGACY_OCTAL.test(digits)) return Number.parseInt(digits, 8);
  return Number(digits.includes('_') ? digits.replaceAll('_', '') : digits);
}
