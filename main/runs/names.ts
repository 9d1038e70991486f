import { randomBytes } from 'node:crypto';
import { ContractError, type RunId } from '#contract';

/** Base 32 without the letters that look like digits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const maxCommandInName = 60;

/** `r` and 12 characters, 60 random bits. */
export function newRunId(): RunId {
  return `r${Array.from(randomBytes(12), (byte) => alphabet[byte % 32]).join('')}`;
}

const looksLikeId = /^r[0-9a-z]{12}$/;

/** The name as a person gave it. `refused` when it could be taken for something else, or does not fit a line. */
export function checkedName(name: string): string {
  const cannot = (why: string) =>
    new ContractError('refused', `A run cannot be called "${oneLine(name)}": ${why}.`);
  if (name.trim() === '') throw cannot('write at least one letter');
  if (name !== oneLine(name)) throw cannot('a name is one line without control characters');
  if (name === 'latest') throw cannot('"latest" stands for the newest run. Choose another name');
  if (looksLikeId.test(name)) throw cannot('it looks like the id of a run. Choose another name');
  return name;
}

/** Control characters could move the cursor of a terminal that lists the runs. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** What a run is called when nobody named it: its command and when it began, `node app.js · 14:03`. */
export function defaultRunName(command: string, startedAt: number): string {
  const line = oneLine(command).replace(/\s+/g, ' ').trim();
  const short = line.length > maxCommandInName ? `${line.slice(0, maxCommandInName - 1)}…` : line;
  const time = new Date(startedAt);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${short} · ${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
}

/** A shell line that stands for a program and its arguments, for people to read and to run again. */
export function commandLine(words: readonly string[]): string {
  if (words.length === 1) return words[0] as string;
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
