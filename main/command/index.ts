/** What the programs that a person starts from a shell have in common: how they read their options, and how they end. */
export { choice, levelOf, numberOf, parse, positionals, projectOf, UsageError } from './arguments.ts';
export { runProgram } from './program.ts';
