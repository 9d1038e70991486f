import { redactText } from '../../format/secrets.ts';
import type { Redactor } from './redact.ts';
import { KEY } from './redact.ts';

/** A command line as it may be written: `--password x` and `--password=x` without the x, and no other secret either. */
export function redactArguments(argv: readonly string[], redactor: Redactor): string[] {
  return argv.map((argument, i) => {
    const before = /^--?([\w-]+)$/.exec(argv[i - 1] ?? '')?.[1];
    if (before && isSecretFlag(before, redactor) && !argument.startsWith('-')) return '<redacted>';
    const [, flag, value] = /^(--?[\w-]+=)(.*)$/s.exec(argument) ?? [];
    if (flag && value && isSecretFlag(flag.replace(/^-+|=$/g, ''), redactor)) return `${flag}<redacted>`;
    return redactor.isSecretText(argument) ? redactText(argument) : argument;
  });
}

/** A flag called token gives one, whatever it looks like. */
const isSecretFlag = (name: string, redactor: Redactor): boolean => redactor.keyKind(name) !== KEY.PLAIN;
