import type { FunctionTable } from '#contract';
import { isOwnCode, matchesFind } from './filters.ts';

/**
 * 1 for each function that the find text and "only my code" let through, by function index; `null` when neither is set, which
 * means all. A view that cannot leave boxes out fades those with a 0.
 */
export function litFunctions(
  functions: Pick<FunctionTable, 'length' | 'name' | 'file' | 'files'>,
  text: string,
  onlyMyCode: boolean,
): Uint8Array | null {
  const sought = text.trim();
  if (sought === '' && !onlyMyCode) return null;
  const own = functions.files.map((file) => !onlyMyCode || isOwnCode(file));
  const lit = new Uint8Array(functions.length);
  for (let fn = 0; fn < functions.length; fn++) {
    const file = functions.file[fn] as number;
    if (own[file] !== true) continue;
    const found =
      sought === '' || matchesFind(sought, functions.name[fn] as string, functions.files[file] as string);
    if (found) lit[fn] = 1;
  }
  return lit;
}
