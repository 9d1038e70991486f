import type { IndexIntoFunctions } from '#contract';
import type { OwnText } from '#renderer/state/index.ts';

/** What the rows of the table are. */
export const rowKinds = ['function', 'file', 'folder'] as const;
export type RowKind = (typeof rowKinds)[number];

export interface FunctionsSettings {
  readonly by: RowKind;
  /** The function whose page is open; `null`: the table is. */
  readonly page: IndexIntoFunctions | null;
  readonly onlyErrors: boolean;
}

/** `file`, `folder`, `errors` or `page:12`: only what differs from the beginning. */
export const functionsText: OwnText<FunctionsSettings> = {
  write: ({ by, page, onlyErrors }) =>
    [by === 'function' ? '' : by, onlyErrors ? 'errors' : '', page === null ? '' : `page:${page}`]
      .filter((part) => part !== '')
      .join(';'),
  read(text) {
    const parts = text.split(';');
    const page = /(?:^|;)page:(\d{1,9})(?:;|$)/.exec(text)?.[1];
    return {
      by: rowKinds.find((kind) => parts.includes(kind)) ?? 'function',
      onlyErrors: parts.includes('errors'),
      page: page === undefined ? null : Number(page),
    };
  },
};
