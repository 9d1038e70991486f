import type { TextPattern } from './syntax.ts';

/** Whether a text fits a pattern. Case counts only for what was quoted. */
export function matcherOf({ how, text }: TextPattern): (candidate: string) => boolean {
  if (how === 'exact') return (candidate) => candidate === text;
  if (how === 'contains') return (candidate) => candidate.toLowerCase().includes(text);
  const parts = text.split('*');
  return (candidate) => fitsGlob(candidate.toLowerCase(), parts);
}

/** Stars stand for anything: the parts between them must follow each other. Linear, whatever the text. */
function fitsGlob(candidate: string, parts: readonly string[]): boolean {
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (!candidate.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = candidate.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return candidate.length - last.length >= at && candidate.endsWith(last);
}
