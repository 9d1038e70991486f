import type { Finding } from '#contract';
import { type FixContext, type Fixer, refuse } from '../fixer.ts';
import { firstCall, innermostLoop, type Place } from './places-in-body.ts';

/** The code of a finding: what a recipe takes its example from. */
interface Seen {
  /** The line that the finding is about, without the space around it; empty where the file cannot be read. */
  readonly line: string;
  /** All lines that it is about: of a function its head and body. */
  readonly body: string;
  /** What stands between a `try` and that line, where one does: JavaScript only. */
  readonly tried: string;
  readonly isPython: boolean;
}

type Recipe = (finding: Finding, seen: Seen) => string;

/** The longest piece of somebody's code that a sentence carries. */
const SHOWN = 90;

const shown = (line: string): string => `\`${line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line}\``;

const at = ({ line, text }: Place): string => `${shown(text)} on line ${line}`;

/** How a test calls a function, or a method of an object of its class; `null` for one that stands within another. */
function fromOutside(name: string): string | null {
  const [first = '', method, ...more] = name.split('.');
  if (more.length > 0 || !/^[\w$]+(?:\.[\w$]+)?$/.test(name)) return null;
  if (method === undefined) return first;
  return /^[A-Z]/.test(first) ? `${first[0]?.toLowerCase()}${first.slice(1)}.${method}` : null;
}

/** What is expected to go wrong in what a `try` holds, as a condition for every other error; by what it does. */
const expected: readonly (readonly [RegExp, string])[] = [
  [/\b(?:de|en)codeURI/, '!(error instanceof URIError)'],
  [/\bJSON\.parse|\bnew RegExp/, '!(error instanceof SyntaxError)'],
  [/\bnew URL\b/, '!(error instanceof TypeError)'],
  [/\brequire\s*\(|\bimport\s*\(/, "error.code !== 'MODULE_NOT_FOUND'"],
  [
    /\bfs\b|\b(?:read|write|append|copy|open|stat|lstat|unlink|mkdir|rmdir|readdir|access)\w*(?:Sync)?\s*\(/,
    "error.code !== 'ENOENT'",
  ],
];

/** Rules of which no edit is safe: what to do instead, with an example made of the code at hand. */
const recipes: Readonly<Record<string, Recipe>> = {
  'never-called': ({ function: fn }, { line, isPython }) => {
    const general =
      'It is reachable, so it stays: no run needed it. A test that calls it would tell whether it works';
    const params = /\(([^()]*)\)/.exec(line)?.[1];
    const callee = fn === null ? null : fromOutside(fn.name);
    if (callee === null || params === undefined) return `${general}.`;
    const names = params
      .split(',')
      .map((part) => /^[\s.*]*([\w$]+)/.exec(part)?.[1] ?? '')
      .filter((name) => name !== '' && name !== 'self' && name !== 'this');
    const call = `${callee}(${names.join(', ')})`;
    return isPython
      ? `${general}, for example \`assert ${call} == ...\` with what you expect of it.`
      : /^[A-Z]/.test(callee)
        ? `${general}, for example \`assert.ok(new ${call})\`.`
        : `${general}, for example \`assert.equal(${call}, ...)\` with what you expect of it.`;
  },
  'slow-function': ({ function: fn, range }, { body, isPython }) => {
    const own = fn === null ? '' : ` (${fn.name}, sorted by self time)`;
    const loop = innermostLoop(body, range.line, isPython);
    const begin =
      loop === null
        ? ''
        : ` Begin with ${at(loop)}: what is the same in each of its rounds can be done before it, and what is looked for in it kept in a ${isPython ? 'dict' : 'Map'}.`;
    return `Look at its flame graph for where its own time goes${own}.${begin} Where the same arguments come again, "repeated calls" has a fix that remembers results.`;
  },
  'slower-than-before': ({ function: fn, range }, { body, isPython }) => {
    const place = innermostLoop(body, range.line, isPython) ?? firstCall(body, range.line);
    const begin = place === null ? '' : ` In the source, begin with the time of ${at(place)}.`;
    return `Compare the run with one of those before${fn === null ? '' : `, and look at what ${fn.name} calls`}: the first call that takes longer shows what has changed.${begin}`;
  },
  'swallowed-error': ({ evidence, range }, { line, tried, isPython }) => {
    const general =
      'Handle the one error that is expected, and throw or report every other one. Which one that is stands nowhere in the code.';
    if (line === '') return general;
    const loads = evidence.some(({ text }) => /module could not be loaded/.test(text));
    const otherThan = loads
      ? "error.code !== 'MODULE_NOT_FOUND'"
      : (expected.find(([doing]) => doing.test(tried))?.[1] ?? '!(error instanceof ExpectedError)');
    const instead = isPython
      ? /^except\s*(?:BaseException|Exception)?\s*(?:as \w+)?\s*:/.test(line)
        ? 'except (KeyError, ValueError) as error:'
        : 'except ImportError as error:'
      : `} catch (error) { if (${otherThan}) throw error;`;
    return `${general} For example, in place of ${shown(line)} on line ${range.line}: \`${instead}\`, with the errors that you expect there.`;
  },
  'unhandled-edge': ({ message, range }, { line, isPython }) => {
    if (/returned NaN/.test(message))
      return 'Look at one of these calls for what was no number, or for nothing to divide by, and say before it what the answer is then.';
    const counted = /when ([\w$.()[\]]+) is 0/.exec(message)?.[1];
    if (counted === undefined || line === '')
      return `Say what the answer is when there is nothing: ${message}.`;
    const guard = isPython ? `if ${counted} == 0: return ...` : `if (${counted} === 0) return ...;`;
    return `Say what the answer is when there is nothing: \`${guard}\` before ${shown(line)} on line ${range.line}.`;
  },
  'high-variance': ({ function: fn, evidence, range }, { body }) => {
    const sides = `Open the slowest and a usual call${fn === null ? '' : ` of ${fn.name}`} side by side`;
    const cause = evidence.flatMap(({ text }) => / most of it in ([\w$.]+)\.$/.exec(text)?.[1] ?? [])[0];
    const place = firstCall(body, range.line, cause);
    return place === null
      ? `${sides}: what the slow one waits for is the cause.`
      : `${sides}, first at ${at(place)}: what the slow one waits for is the cause.`;
  },
  'memory-growth': ({ message, range }, { isPython }) => {
    const [, name, verb] = /^([\w$.]+)\.(\w+) adds/.exec(message) ?? [];
    const general = 'Keep only as much as is read again, or remove entries when their owner goes';
    if (name === undefined) return `${general}.`;
    const example = isPython
      ? `if len(${name}) > 1000: ${name}.clear()`
      : /^(?:push|unshift)$/.test(verb ?? '')
        ? `if (${name}.length > 1000) ${name}.shift();`
        : `if (${name}.size > 1000) ${name}.clear();`;
    return `${general}: for example \`${example}\` before line ${range.line}.`;
  },
};

export const recipeFixers: readonly Fixer[] = Object.entries(recipes).map(([rule, recipe]) => ({
  rule,
  propose: async (finding, context) => refuse(recipe(finding, await lookAt(finding, context))),
}));

async function lookAt({ range }: Finding, { peek }: FixContext): Promise<Seen> {
  const lines = (await peek(range.file))?.split('\n') ?? [];
  const before = lines.slice(Math.max(0, range.line - 31), range.line).join('\n');
  const tried = before.slice(Math.max(0, before.lastIndexOf('try {')));
  const body = lines.slice(range.line - 1, range.endLine).join('\n');
  return { line: lines[range.line - 1]?.trim() ?? '', body, tried, isPython: range.file.endsWith('.py') };
}
