import { VALUE } from '../../format/index.ts';
import { NO_TAG, type StringIds } from './strings.ts';

/** The one word of a value that has no more, or NO_TAG. */
export function tagOf(value: unknown, strings: StringIds): number {
  if (typeof value === 'number') {
    return (value << 8) >> 8 === value && (value !== 0 || 1 / value > 0)
      ? (value << 8) | VALUE.INT24
      : NO_TAG;
  }
  if (typeof value === 'string') return strings.knownTag(value);
  if (value === undefined) return VALUE.UNDEFINED;
  if (value === null) return VALUE.NULL;
  if (value === true) return VALUE.TRUE;
  return value === false ? VALUE.FALSE : NO_TAG;
}
