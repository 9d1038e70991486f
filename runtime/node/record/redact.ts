import { isCardNumber, isSecretText, SHORTEST_SECRET } from '../../format/secrets.ts';
import { isParserText } from './parser-words.ts';
import { SafeMap } from './safe-map.ts';

/** What a key says of its value. */
export const KEY = {
  PLAIN: 0,
  /** Secrets go by such names, and much else: parsers have tokens as well. */
  AMBIGUOUS: 1,
  SECRET: 2,
} as const;

const SECRET_KEY =
  /pass(?:word|wd|phrase|code)|^(?:pass|pwd|pw|otp|auth|jwt|bearer|pin|ssn|cvv2?|cvc2?)$|secret|(?:api|access|private|signing|encryption|account|ssh|license|master)[-_]?key|authori[sz]ation|cookies?$|^x-auth|credential|(?:card|account|iban|routing)[-_]?(?:number|no)$|^iban$|session[-_]?(?:id|key)|connection[-_]?string|(?:access|refresh|id|auth|api|bearer|csrf|xsrf|session|device|reset|verification|jwt|oauth|personal|user|login|push|bot)[-_]?tokens?$|mfa[-_]?code|one[-_]?time[-_]?code|recovery[-_]?code/i;
const AMBIGUOUS_KEY = /token/i;

/** The smallest number that may be a payment card's. */
const SMALLEST_CARD = 1e12;

export interface RedactOptions {
  /** Keys whose values are never written. Case-insensitive; `*` stands for anything. */
  readonly keys?: readonly string[];
  /** Keys that tell nothing, though they look as if. */
  readonly keep?: readonly string[];
  /** Regular expressions of texts that are never written; those that are none are passed over. */
  readonly values?: readonly string[];
  /** Off by choice. */
  readonly off?: boolean;
}

export class Redactor {
  private readonly secret: RegExp | undefined;
  private readonly keep: RegExp | undefined;
  private readonly values: readonly RegExp[];
  private readonly off: boolean;
  private readonly verdicts = new SafeMap<string, number>();

  constructor({ keys = [], keep = [], values = [], off = false }: RedactOptions = {}) {
    this.secret = anyOf(keys);
    this.keep = anyOf(keep);
    this.values = values.flatMap(compiled);
    this.off = off;
  }

  /** One of `KEY`. */
  keyKind(key: string): number {
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = this.judge(key);
    if (this.verdicts.size < 10_000) this.verdicts.set(key, verdict);
    return verdict;
  }

  private judge(key: string): number {
    if (this.off || key === '') return KEY.PLAIN;
    if (this.secret?.test(key)) return KEY.SECRET;
    if (this.keep?.test(key)) return KEY.PLAIN;
    if (SECRET_KEY.test(key)) return KEY.SECRET;
    return AMBIGUOUS_KEY.test(key) ? KEY.AMBIGUOUS : KEY.PLAIN;
  }

  /** Whether the key may tell something of its value. */
  isSecretKey(key: string): boolean {
    return this.keyKind(key) !== KEY.PLAIN;
  }

  /** Whether a text under a key of this kind is a secret whatever it looks like. */
  isSecretUnder(kind: number, text: string): boolean {
    return text !== '' && (kind === KEY.SECRET || (kind === KEY.AMBIGUOUS && !isParserText(text)));
  }

  isSecretText(text: string): boolean {
    if (this.off) return false;
    for (const shape of this.values) if (shape.test(text)) return true;
    return text.length >= SHORTEST_SECRET && isSecretText(text);
  }

  isSecretNumber(value: number): boolean {
    return value >= SMALLEST_CARD && !this.off && Number.isSafeInteger(value) && isCardNumber(String(value));
  }
}

function anyOf(patterns: readonly string[]): RegExp | undefined {
  const alternatives = patterns.map((pattern) =>
    pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'),
  );
  return alternatives.length > 0 ? new RegExp(`^(?:${alternatives.join('|')})$`, 'i') : undefined;
}

function compiled(pattern: string): RegExp[] {
  try {
    return [new RegExp(pattern, 'i')];
  } catch {
    return [];
  }
}
