import type { IndexIntoFunctions } from '#contract';
import type { OwnText } from '#renderer/state/index.ts';

export interface FunctionsSettings {
  readonly by: 'function' | 'file';
  /** The function whose page is open; `null`: the table is. */
  readonly page: IndexIntoFunctions | null;
  readonly onlyErrors: boolean;
}

/** `file`, `errors` or `page:12`: only what differs from the beginning. */
export const functionsText: OwnText<FunctionsSettings> = {
  write: ({ by, page, onlyErrors }) =>
    [by === 'file' ? 'file' : '', onlyErrors ? 'errors' : '', page === null ? '' : `page:${page}`]
      .filter((part) => part !== '')
      .join(';'),
  read(text) {
    const parts = text.split(';');
    const page = /(?:^|;)page:(\d{1,9})(?:;|$)/.exec(text)?.[1];
    return {
      by: parts.includes('file') ? 'file' : 'function',
      onlyErrors: parts.includes('errors'),
      page: page === undefined ? null : Number(page),
    };
  },
};
