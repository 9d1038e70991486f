import * as vm from 'node:vm';

// Captured before it is replaced by one that rewrites.
const { compileFunction } = vm;

const PARAMS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * Syntax that only modules have, as triples of start, end and what can stand there in a function; in the order of the
 * text. A module cannot be compiled without being linked, so that it is checked as the body of a function.
 */
let moduleSyntax: (number | string)[] = [];

export function forgetModuleSyntax(): void {
  moduleSyntax = [];
}

export function noteModuleSyntax(start: number, end: number, substitute: string): void {
  moduleSyntax.push(start, end, substitute);
}

/** Whether the engine takes the text for a program; nothing of it runs. */
export function engineAccepts(source: string, module: boolean): boolean {
  try {
    compileFunction(module ? asFunction(source) : source, PARAMS);
    return true;
  } catch {
    return false;
  }
}

function asFunction(source: string): string {
  let text = '"use strict";return async()=>{';
  let from = source.startsWith('#!') ? Math.max(source.indexOf('\n'), 0) : 0;
  for (let i = 0; i < moduleSyntax.length; i += 3) {
    text += `${source.slice(from, moduleSyntax[i] as number)}${moduleSyntax[i + 2]} `;
    from = moduleSyntax[i + 1] as number;
  }
  return `${text}${source.slice(from)}\n}`;
}
