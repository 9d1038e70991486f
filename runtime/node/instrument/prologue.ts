import { BINDINGS } from './bindings.ts';
import type { Edit } from './edits.ts';
import type { Instrumented } from './instrument.ts';

/** Property of `Module` that holds the recorder's functions. */
export const HANDLE = '$callscape';

/** Property of the global object that holds them for texts compiled by `node:vm`, the same in every context. */
export const SHARED_HANDLE: unique symbol = Symbol.for('callscape') as never;

const letters = Object.values(BINDINGS);

/** All ES modules import the one module that this text makes. */
const IMPORTED = dataModule(`export const{${letters.join()}}=m.${HANDLE}`);

function dataModule(text: string): string {
  return `data:text/javascript,${encodeURIComponent(`import m from"node:module";${text}`)}`;
}

function used(instrumented: Instrumented): string[] {
  const { prefix, edits } = instrumented;
  const text = edits.map(([, inserted]) => inserted).join(' ');
  return letters.filter((letter) => text.includes(`${prefix}${letter}`));
}

function withPrologue(instrumented: Instrumented, text: string, source = ''): Edit[] {
  const at = instrumented.prologueAt || (LEADING_ARROW_COMMENT.exec(source)?.[0].length ?? 0);
  return [[at, at > 0 ? `;${text}` : text], ...instrumented.edits];
}

/** Lines that `-->` makes comments, but only while nothing stands in front of it. */
const LEADING_ARROW_COMMENT = /^(?:(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*-->.*(?:[\n\r\u2028\u2029]|$))+/;

/** Where a file may declare a function of the name `module`, which hides the wrapper's parameter from its first line on. */
const HIDES_MODULE = /\bfunction\s*\*?\s*module\b/;

/** The expression is slow in a long text that nobody runs a second time, and most have no such word. */
const hidesModule = (source: string): boolean => source.includes('module') && HIDES_MODULE.test(source);

/** The edits with a first one that names the recorder's functions. */
export function commonJsEdits(instrumented: Instrumented, source: string): Edit[] {
  const names = used(instrumented).map((letter) => `${letter}:${instrumented.prefix}${letter}`);
  const holder = hidesModule(source) ? 'process.getBuiltinModule("module")' : 'module.constructor';
  return withPrologue(instrumented, `const{${names.join()}}=${holder}.${HANDLE};`, source);
}

/** The same for a text that `node:vm` compiles, whose wrapper may have no `module`. */
export function embeddedEdits(instrumented: Instrumented, source: string): Edit[] {
  const names = used(instrumented).map((letter) => `${letter}:${instrumented.prefix}${letter}`);
  const holder = `globalThis[Symbol.for("callscape")]`;
  return withPrologue(instrumented, `const{${names.join()}}=${holder};`, source);
}

/** An import, because a function of a module in a cycle may be called before the module's own first statement. */
export function moduleEdits(instrumented: Instrumented): Edit[] {
  const names = used(instrumented).map((letter) => `${letter} as ${instrumented.prefix}${letter}`);
  return withPrologue(instrumented, `import{${names.join()}}from"${IMPORTED}";`);
}

/** Names the first function id of a module that another thread has rewritten. */
export const firstIdName = (instrumented: Instrumented): string => `${instrumented.prefix}b`;

/**
 * The same for a module that the loader's thread rewrites: ids are this thread's affair, so that the module imports its
 * first one, which makes the tracer look up the entry `key`.
 */
export function remoteModuleEdits(instrumented: Instrumented, key: string, url: string): Edit[] {
  const [first, ...rest] = moduleEdits(instrumented) as [Edit, ...Edit[]];
  const call = `m.${HANDLE}.load(${JSON.stringify(key)},${JSON.stringify(url)},${instrumented.functions.length})`;
  const imported = dataModule(`export const b=${call}`);
  return [
    [first[0], `${first[1]}import{b as ${firstIdName(instrumented)}}from${JSON.stringify(imported)};`],
    ...rest,
  ];
}
