/**
 * What must not be written: texts that look like credentials, wherever they stand. Rather a text too many than a secret:
 * what a person misses here is still in the app.
 */

/** Words that say of what follows them in a text that it is a secret. */
const TELLING =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|api[-_]?key|(?:access|refresh|auth|id|session|csrf|client|bearer|secret)[-_]?(?:token|key|secret)|private[-_]?key|signing[-_]?key|account[-_]?key|authorization|x-api-key|x-auth-token)';

/** What begins with a mark of whoever gave it. */
const MARKED = [
  'eyJ[\\w-]{8,}\\.[\\w-]{8,}', // JSON Web Token
  '\\b(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z0-9]{16}\\b', // AWS
  '\\bgh[pousr]_\\w{20,}|\\bgithub_pat_\\w{20,}', // GitHub
  '\\bgl(?:pat|ptt|dt|rt|soat)-[\\w-]{16,}', // GitLab
  '\\b[sprw]k_(?:live|test)_\\w{10,}|\\bwhsec_[\\w+/=]{16,}', // Stripe
  '\\bxox[abeoprs]-[\\w-]{10,}|\\bxapp-[\\w-]{10,}|hooks\\.slack\\.com/services/[\\w/]{16,}', // Slack
  '\\bAIza[\\w-]{30,}|\\bya29\\.[\\w-]{20,}|\\bGOCSPX-[\\w-]{20,}', // Google
  '\\bSG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
  '\\bSK[0-9a-f]{32}\\b|\\bAC[0-9a-f]{32}\\b', // Twilio
  '\\bnpm_[A-Za-z0-9]{30,}|\\bpypi-[\\w-]{20,}', // package registries
  '\\bsk-(?:ant-|proj-)?[\\w-]{20,}|\\bhf_[A-Za-z0-9]{30,}', // models
  '\\b(?:dop|doo|dor)_v1_[0-9a-f]{40,}|\\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|\\bdapi[0-9a-f]{32}\\b',
  '\\b(?:hvs|hvb|s)\\.[A-Za-z0-9_-]{24,}|\\blin_api_\\w{20,}|\\bATATT[\\w=-]{20,}|\\bkey-[0-9a-f]{32}\\b|\\bsq0[a-z]{3}-[\\w-]{20,}',
  'AGE-SECRET-KEY-1[A-Z0-9]{20,}',
];
/** What is said to be one: none is without a `=` or a `:`, except on a command line. */
const ASSIGNED = [
  '\\b\\d{8,10}:AA[\\w-]{32,}', // Telegram
  '\\b(?:proxy-)?authorization["\']?\\s*[:=]\\s*["\']?[\\w-]+(?:[ \\t]+[^\\s"\',]+)?',
  '\\b(?:set-)?cookie["\']?\\s*:\\s*["\']?[^\\s=;]+=[^\\n"\']+',
  `${TELLING}["']?\\s*(?::\\s*["'][^"'\\n]+["']|=\\s*["']?[^\\s"'&;,]{3,})`,
  `--(?:\\w+-)*(?:${TELLING}|token)[= ]\\s*[^\\s-]\\S*`,
  '[?&;](?:token|sig|signature|code|key|auth)=[^&\\s;"\']{8,}',
  '_TOKEN=\\S{4,}',
];
/** None is without an `@`. */
const ADDRESS = [
  '//[^/\\s:@"\']*:[^/\\s@"\']+@', // password in a URL
];
/** What follows the word. */
const BEARER = ['\\bbearer\\s+(?=\\S*\\d|\\S{20})[\\w+/=.~:-]{8,}'];
/** None is without its first line. */
const PEM = [
  '-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)',
];

/** Looked for only where the text holds one of `needs`, which is far quicker to tell. */
const GROUPS = [
  { needs: [''], shape: new RegExp(MARKED.join('|')) },
  { needs: ['=', ':', '--'], shape: new RegExp(ASSIGNED.join('|'), 'i') },
  { needs: ['@'], shape: new RegExp(ADDRESS.join('|')) },
  { needs: ['earer', 'EARER'], shape: new RegExp(BEARER.join('|'), 'i') },
  { needs: ['-----BEGIN'], shape: new RegExp(PEM.join('|')) },
];
const EVERY_SECRET = new RegExp([...PEM, ...MARKED, ...ADDRESS, ...BEARER, ...ASSIGNED].join('|'), 'gi');

/** Where upper and lower case tell words from what is encoded. */
const CASED = '\\b(?:[Bb]asic|BASIC)\\s+(?=\\S*[\\d=]|\\S*[a-z][A-Z])[\\w+/=-]{8,}';
const CASED_SECRET = new RegExp(CASED);
const EVERY_CASED = new RegExp(CASED, 'g');

const DIGITS = /\b\d(?:[ -]?\d){12,18}\b/g;
const SOME_DIGITS = /\b\d(?:[ -]?\d){12,18}\b/;
/** Issuers of payment cards by their first digits, with the lengths of their numbers (ISO/IEC 7812-1). */
const ISSUED =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|62\d{14,17}|(?:50|5[6-9]|6\d)\d{10,17})$/;

/** A key with no name: long, in one piece, and more mixed than words, paths, hashes and identifiers are. */
const PIECE = /^[\w+/=-]+$/;
const MIXED = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;
const MIXED_MIN = 32;
const MIXED_MAX = 256;
/** Runs of one kind of character, for each character: chance gives 0.6, and words in camel case 0.4. */
const MIXED_RUNS = 0.5;
const RUN = /[a-z]+|[A-Z]+|\d+|[^a-zA-Z\d]+/g;
/** The secret keys of AWS, which have no mark. */
const FORTY = /^(?=.*[/+])[\w+/]{40}$/;
const FORTY_RUNS = 0.4;

/** Shorter texts can hold none of the shapes. */
export const SHORTEST_SECRET = 12;

export function isSecretText(text: string): boolean {
  if (text.length < SHORTEST_SECRET) return false;
  for (const { needs, shape } of GROUPS) {
    if (needs.some((part) => text.includes(part)) && shape.test(text)) return true;
  }
  if (CASED_SECRET.test(text)) return true;
  if (text.length >= MIXED_MIN && text.length <= MIXED_MAX && isMixed(text)) return true;
  return holdsCard(text);
}

/** The text with `<redacted>` in place of its secrets. */
export function redactText(text: string): string {
  const redacted = text
    .replace(EVERY_SECRET, '<redacted>')
    .replace(EVERY_CASED, '<redacted>')
    .replace(DIGITS, (digits) => (isCardNumber(digits.replace(/\D/g, '')) ? '<redacted>' : digits));
  return redacted.replace(/[\w+/=-]{32,256}/g, (word) => (isMixed(word) ? '<redacted>' : word));
}

function holdsCard(text: string): boolean {
  if (!SOME_DIGITS.test(text)) return false;
  for (const [digits] of text.matchAll(DIGITS)) if (isCardNumber(digits.replace(/\D/g, ''))) return true;
  return false;
}

/** Of 13 to 19 digits: whether an issuer gives such numbers and the check digit is right. */
export function isCardNumber(digits: string): boolean {
  return ISSUED.test(digits) && passesLuhn(digits);
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

function isMixed(text: string): boolean {
  if (!PIECE.test(text) || !MIXED.test(text)) return false;
  const runs = text.match(RUN)?.length ?? 0;
  return runs / text.length >= (FORTY.test(text) ? FORTY_RUNS : MIXED_RUNS);
}
