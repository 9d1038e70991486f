import { SafeMap } from './safe-map.ts';

/** What must not be written: values under telling keys, and strings that look like credentials wherever they stand. */

const SECRET_KEY =
  /pass(?:word|wd|phrase)|^pwd$|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authori[sz]ation|^cookie$|set-?cookie|credential|card[-_]?(?:number|no)|^card$|^cvv2?$|^cvc2?$|^ssn$|^pin$|session[-_]?id/i;

const SECRET_SHAPES = [
  /eyJ[\w-]{8,}\.[\w-]{8,}/, // JSON Web Token
  /\b(?:bearer|basic)\s+[\w+/=.~-]{8,}/i,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS access key id
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/,
  /\b[sprw]k_(?:live|test)_\w{10,}/, // Stripe
  /\bxox[abprs]-[\w-]{10,}/, // Slack
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\/\/[^/\s:@]+:[^/\s@]+@/, // password in a URL
];

const CARD = /\b\d(?:[ -]?\d){12,18}\b/;
/** Shorter strings can hold none of the shapes. */
const SHORTEST = 12;

export class Redactor {
  private readonly extra: RegExp | undefined;
  private readonly verdicts = new SafeMap<string, boolean>();

  /** `keys`: case-insensitive, `*` stands for anything. */
  constructor(keys: readonly string[]) {
    const alternatives = keys.map((key) => key.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
    this.extra = alternatives.length > 0 ? new RegExp(`^(?:${alternatives.join('|')})$`, 'i') : undefined;
  }

  isSecretKey(key: string): boolean {
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = SECRET_KEY.test(key) || (this.extra?.test(key) ?? false);
    if (this.verdicts.size < 10_000) this.verdicts.set(key, verdict);
    return verdict;
  }

  isSecretText(text: string): boolean {
    if (text.length < SHORTEST) return false;
    for (const shape of SECRET_SHAPES) if (shape.test(text)) return true;
    const digits = CARD.exec(text);
    return digits !== null && passesLuhn(digits[0].replace(/\D/g, ''));
  }
}

/** The check digit of payment cards (ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum > 0 && sum % 10 === 0;
}
