import { createRequire } from 'node:module';

/* Libraries of native code, loaded when they are first needed: each takes about 10 ms, and a graph of modules often needs neither. */

const require = createRequire(import.meta.url);
let parser: typeof import('oxc-parser') | undefined;
let resolver: typeof import('oxc-resolver') | undefined;

/** The parser, and what it says of the trees that it makes. */
export function oxcParser(): typeof import('oxc-parser') {
  parser ??= require('oxc-parser') as typeof import('oxc-parser');
  return parser;
}

export function oxcResolver(): typeof import('oxc-resolver') {
  resolver ??= require('oxc-resolver') as typeof import('oxc-resolver');
  return resolver;
}
