import { parse as parseFully } from 'acorn';
import type { Node } from '../instrument/ast.ts';
import { begin, holdsWith } from './context.ts';
import { engineAccepts, forgetModuleSyntax } from './engine-check.ts';
import { leaveFunctions } from './functions.ts';
import { END } from './kinds.ts';
import { findPlaces, forgetPlaces, takePlaces } from './places.ts';
import { close, fail, kind, open } from './scanner.ts';
import { statements } from './statements.ts';

/**
 * ESTree of a JavaScript text. The quick parser takes a third of the time that acorn does in a process that has just begun,
 * because it judges nothing: that is left to the engine. What it is unsure of goes to acorn, which throws `SyntaxError` where the text is
 * none. The program says as `holdsWith` whether there may be `with` statements, and as `places` where what is. `isChecked`: the engine has taken it already.
 */
export function parse(source: string, module: boolean, isChecked = false): Node {
  const program = quickly(source, module);
  return program && (isChecked || engineAccepts(source, module)) ? program : fully(source, module);
}

/** Undefined where the quick parser is unsure. */
export function quickly(source: string, module: boolean): Node | undefined {
  try {
    begin(module);
    forgetModuleSyntax();
    leaveFunctions();
    forgetPlaces();
    open(source, module);
    const body = statements(true);
    if (kind !== END) fail();
    const sourceType = module ? 'module' : 'script';
    const places = takePlaces();
    return { type: 'Program', start: 0, end: source.length, body, sourceType, holdsWith, places };
  } catch {
    return undefined;
  } finally {
    close();
  }
}

export function fully(source: string, module: boolean): Node {
  const program = parseFully(source, {
    ecmaVersion: 'latest',
    sourceType: module ? 'module' : 'script',
    preserveParens: true,
    allowReturnOutsideFunction: !module,
    allowHashBang: true,
    allowSuperOutsideMethod: true,
    // The file runs anyway; what the engine accepts need not be judged here.
    allowAwaitOutsideFunction: module,
    allowImportExportEverywhere: false,
    checkPrivateFields: false,
  }) as unknown as Node;
  return Object.assign(program, {
    holdsWith: !module && /\bwith\b/.test(source),
    places: findPlaces(program),
  });
}
