import { dirname, join, relative } from 'node:path/posix';

/** Without its ending, and without the `/index` that stands for its folder. */
export const bare = (path: string): string =>
  path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '').replace(/\/index$/, '');

/** Whether a relative specifier in one file means another file, with or without its ending. */
export const leadsTo = (from: string, specifier: string, target: string): boolean =>
  specifier.startsWith('.') && bare(join(dirname(from), specifier)) === bare(target);

/** How one file names another, written as a specifier beside it is: with its ending or without. */
export function specifierTo(from: string, target: string, like: string): string {
  const path = relative(dirname(from), /\.[cm]?[jt]sx?$/.test(like) ? target : bare(target));
  const written = /\.[cm]?jsx?$/.test(like) ? path.replace(/\.([cm]?)tsx?$/, '.$1js') : path;
  return written.startsWith('.') ? written : `./${written}`;
}
