import type { Finding } from '#contract';
import { editOf, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import {
  definitionAt,
  indentOf,
  offsetOf,
  type PythonDefinition,
  type PythonLines,
  pythonLines,
} from './python-blocks.ts';

/** What a class calls the method that ends its life, the plainest first. */
const endings = ['close', 'stop', 'shutdown', 'dispose', 'destroy', 'disconnect', 'teardown', '__exit__'];

/** The class around a line, and the methods that matter. */
interface Owner {
  readonly lines: PythonLines;
  readonly method: PythonDefinition;
  readonly ending: PythonDefinition;
  readonly init: PythonDefinition | null;
  /** Texts that the class has already, to find names that it has not. */
  readonly text: string;
}

const person = 'who ends it is for a person to say.';

function ownerOf({ range, message }: Finding, file: ProjectFile): Owner | string {
  const lines = pythonLines(file.text);
  const at = range.line - 1;
  const all = lines.code.flatMap((_, line) => definitionAt(lines, line) ?? []);
  const around = all.filter(({ headEnd, lastLine }) => headEnd < at && at <= lastLine);
  const isClass = ({ headLine }: PythonDefinition): boolean => /^\s*class\b/.test(lines.code[headLine] ?? '');
  const method = around.at(-1);
  const owner = around.at(-2);
  if (method === undefined || owner === undefined || isClass(method) || !isClass(owner))
    return `${message}: it stands in no method of a class, so ${person}`;
  const methods = all.filter(
    ({ headLine, lastLine, indent }) =>
      indent === method.indent && headLine > owner.headLine && lastLine <= owner.lastLine,
  );
  const named = (name: string): PythonDefinition | undefined =>
    methods.find(({ headLine }) =>
      new RegExp(`^\\s*def\\s+${name}\\s*\\(\\s*self\\b`).test(lines.code[headLine] ?? ''),
    );
  const ending = endings.map(named).find((one) => one !== undefined);
  if (ending === undefined)
    return `The class has no method that ends its life (${endings.slice(0, 3).join(', ')} ...): say when it is over.`;
  if (ending === method) return 'It stands in the method that ends the life of its class.';
  const text = lines.raw.slice(owner.headLine, owner.lastLine + 1).join('\n');
  return { lines, method, ending, init: named('__init__') ?? null, text };
}

/** Cancels the `threading.Timer` of an object where the object says that it ends. */
export function endPythonTimer(finding: Finding, file: ProjectFile): Proposal {
  const owner = ownerOf(finding, file);
  if (typeof owner === 'string') return refuse(owner);
  const { lines, method, ending, init } = owner;
  const line = finding.range.line - 1;
  const raw = lines.raw[line] ?? '';
  const code = lines.code[line] ?? '';
  const [, indent = '', target, call = ''] =
    /^([ \t]*)(?:((?:self\.)?\w+)\s*=\s*)?((?:threading\.)?Timer\(.*\))[ \t]*\r?$/.exec(raw) ?? [];
  const made = call.replace(/\.start\(\)$/, '');
  const starts = made !== call;
  if (call === '' || balance(code) !== 0 || /[#;]/.test(code) || (starts && target !== undefined))
    return refuse('The timer is started in a statement that is more than one line, or more than a call.');
  const edits: TextEdit[] = [];
  let name = target?.startsWith('self.') === true ? target : '';
  const at = offsetOf(lines, line);
  const end = at + raw.trimEnd().length;
  if (name === '') {
    name = `self.${fresh('_timer', owner.text)}`;
    if (target !== undefined) edits.push({ start: end, end, text: `\n${indent}${name} = ${target}` });
    else if (!starts) return refuse('The timer is made and never started.');
    else edits.push({ start: at, end, text: `${indent}${name} = ${made}\n${indent}${name}.start()` });
  }
  const isSure = method === init && indent.length === indentOf(firstLine(lines, method)).length;
  if (isSure) edits.push(first(lines, ending, [`${name}.cancel()`]));
  else {
    if (init === null || init === ending)
      return refuse('The class has no __init__ in which it could be said that there is no timer yet.');
    if (
      !new RegExp(`^\\s*${name.replace('.', '\\.')}\\s*(?::[^=]*)?=\\s*None\\b`, 'm').test(
        bodyOf(lines, init),
      )
    )
      edits.push(first(lines, init, [`${name} = None`]));
    edits.push(first(lines, ending, [`if ${name} is not None:`, `${unitOf(file)}${name}.cancel()`]));
  }
  return editOf(file, 'Cancel the timer', edits);
}

/** Takes the listener of an object off the list where the object says that it ends. */
export function removePythonListener(finding: Finding, file: ProjectFile): Proposal {
  const owner = ownerOf(finding, file);
  if (typeof owner === 'string') return refuse(owner);
  const { lines, ending } = owner;
  const raw = lines.raw[finding.range.line - 1] ?? '';
  const [, list, verb, listener] = /^[ \t]*(\w+)\.(append|add)\((self(?:\.\w+)?)\)[ \t]*\r?$/.exec(raw) ?? [];
  if (list === undefined || listener === undefined)
    return refuse('What is added is no method of the object, so it cannot be named again where it is to go.');
  const lists =
    verb === 'add'
      ? [`${list}.discard(${listener})`]
      : [`if ${listener} in ${list}:`, `${unitOf(file)}${list}.remove(${listener})`];
  return editOf(file, 'Remove the listener', [first(lines, ending, lists)]);
}

const balance = (code: string): number =>
  (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);

const unitOf = ({ text }: ProjectFile): string => (/^\t/m.test(text) ? '\t' : '    ');

const bodyOf = ({ code }: PythonLines, { headEnd, lastLine }: PythonDefinition): string =>
  code.slice(headEnd + 1, lastLine + 1).join('\n');

/** The first line of a body that is code; a docstring is none. */
const firstLine = ({ code }: PythonLines, { headEnd, lastLine }: PythonDefinition): string =>
  code.slice(headEnd + 1, lastLine + 1).find((line) => line.trim() !== '') ?? '';

/** Statements as the first of a function, behind its docstring; in place of a `pass` that stands alone. */
function first(lines: PythonLines, definition: PythonDefinition, statements: readonly string[]): TextEdit {
  const { code, raw } = lines;
  const { headEnd, lastLine, indent } = definition;
  const at = code.findIndex((line, index) => index > headEnd && index <= lastLine && line.trim() !== '');
  if (at === -1) {
    // Nothing but a docstring.
    const inner = indentOf(raw[headEnd + 1] ?? '') || `${indent}    `;
    const end = offsetOf(lines, lastLine) + (raw[lastLine] ?? '').trimEnd().length;
    return { start: end, end, text: statements.map((one) => `\n${inner}${one}`).join('') };
  }
  const inner = indentOf(code[at] ?? '');
  const start = offsetOf(lines, at);
  const text = statements.map((one) => `${inner}${one}\n`).join('');
  if (code[at]?.trim() !== 'pass') return { start, end: start, text };
  return { start, end: start + (raw[at] ?? '').trimEnd().length, text: text.slice(0, -1) };
}

/** A name that stands nowhere in a text. */
function fresh(name: string, text: string): string {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}${n}`;
    if (!new RegExp(`\\b${tried}\\b`).test(text)) return tried;
  }
}
