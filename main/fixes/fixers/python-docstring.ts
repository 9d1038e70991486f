import type { CapturedValue, Finding, SpanDetail } from '#contract';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import { definitionAt, indentOf, offsetOf, type PythonLines, pythonLines } from './python-blocks.ts';
import { listed } from './words.ts';

/** How a project writes the parts of a docstring. */
type Style = 'google' | 'numpy' | 'sphinx';

interface Known {
  readonly callers: readonly string[];
  readonly params: readonly { readonly name: string; readonly type: string | null }[];
  readonly returns: string | null;
  readonly raises: readonly string[];
}

/** So many other files are looked at for how docstrings are written. */
const LOOKED_AT = 40;

/**
 * Writes a docstring of what is known of a Python function: who calls it, parameters and result with the types that were seen where the
 * signature has none, what it raised; in the style of the project's other docstrings.
 */
export async function documentPython(
  { range, function: fn }: Finding,
  file: ProjectFile,
  calls: readonly SpanDetail[],
  callers: readonly string[],
  context: FixContext,
): Promise<Proposal> {
  const lines = pythonLines(file.text);
  const found = definitionAt(lines, range.line - 1);
  if (found === null || fn === null) return refuse('The function does not stand there any more.');
  const bodyLine = firstOfBody(lines, found.headEnd);
  if (bodyLine === null) return refuse('The body stands on the line of the head.');
  const head = lines.raw.slice(found.headLine, found.headEnd + 1).join('\n');
  const raises = calls.flatMap(({ thrown }) => (thrown?.kind === 'error' ? [thrown.type] : []));
  const known: Known = {
    callers,
    params: parametersOf(head, calls),
    returns: /->/.test(head) ? null : resultType(calls),
    raises: [...new Set(raises)].sort(),
  };
  const hasTypes = known.params.some(({ type }) => type !== null) || known.returns !== null;
  if (callers.length === 0 && !hasTypes && known.raises.length === 0)
    return refuse('Nothing is known of it beyond its name: say what it is for.');
  const indent = indentOf(lines.raw[bodyLine] ?? '');
  const unit = indent.includes('\t') ? '\t' : '    ';
  const text = docstring(known, await styleOf(file, context), unit);
  const place = offsetOf(lines, found.headEnd + 1);
  const written = text.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
  return editOf(file, `Document what is known of ${fn.name}`, [{ start: place, end: place, text: written }]);
}

/** The line of the first statement; `null` where it stands behind the colon of the head. */
function firstOfBody({ raw }: PythonLines, headEnd: number): number | null {
  for (let line = headEnd + 1; line < raw.length; line++) if ((raw[line] ?? '').trim() !== '') return line;
  return null;
}

function docstring({ callers, params, returns, raises }: Known, style: Style, unit: string): string[] {
  const by = callers.length === 0 ? [] : [`Called by ${listed(callers)}.`];
  const typed = params.filter(({ type }) => type !== null);
  const parts: string[][] = [];
  if (style === 'sphinx') {
    const fields = [
      ...typed.map(({ name, type }) => `:param ${type} ${name}:`),
      ...(returns === null ? [] : [`:rtype: ${returns}`]),
      ...raises.map((type) => `:raises ${type}:`),
    ];
    if (fields.length > 0) parts.push(fields);
  } else {
    const section = (title: string, rows: readonly string[]): void => {
      if (rows.length === 0) return;
      if (style === 'google') parts.push([`${title}:`, ...rows.map((row) => `${unit}${row}`)]);
      else parts.push([title, '-'.repeat(title.length), ...rows]);
    };
    const isGoogle = style === 'google';
    section(
      isGoogle ? 'Args' : 'Parameters',
      typed.map(({ name, type }) => (isGoogle ? `${name} (${type}):` : `${name} : ${type}`)),
    );
    section('Returns', returns === null ? [] : [isGoogle ? `${returns}:` : returns]);
    section(
      'Raises',
      raises.map((type) => (isGoogle ? `${type}:` : type)),
    );
  }
  const all = [...(by.length > 0 ? [by] : []), ...parts];
  const [only, more] = all;
  if (only?.length === 1 && more === undefined) return [`"""${only[0]}"""`];
  const body = all.flatMap((part, at) => (at === 0 ? part : ['', ...part]));
  return by.length > 0 ? [`"""${body[0]}`, ...body.slice(1), '"""'] : ['"""', ...body, '"""'];
}

/** Names in the order of the head; a type only where the head says none and calls show one. */
function parametersOf(head: string, calls: readonly SpanDetail[]): Known['params'] {
  const names = new Set(calls.flatMap(({ params }) => params?.map(({ name }) => name) ?? []));
  return [...names]
    .filter((name) => name !== 'self' && name !== 'cls')
    .map((name) => {
      const isAnnotated = new RegExp(`[(,*\\s]${name}\\s*:`).test(head);
      const values = calls.flatMap(({ params }) => params?.find((one) => one.name === name)?.value ?? []);
      return { name, type: isAnnotated ? null : pythonTypes(values) };
    });
}

function resultType(calls: readonly SpanDetail[]): string | null {
  const type = pythonTypes(calls.flatMap(({ returned }) => returned ?? []));
  return type === 'None' ? null : type;
}

/** The types of some values as Python writes them; `null` where they are not known, or too many to say anything. */
export function pythonTypes(values: readonly CapturedValue[]): string | null {
  const types = [...new Set(values.map(typeOf))].sort((a, b) => Number(a === 'None') - Number(b === 'None'));
  return types.length === 0 || types.length > 3 || types.includes('?') ? null : types.join(' or ');
}

function typeOf(value: CapturedValue): string {
  switch (value.kind) {
    case 'primitive':
      switch (value.type) {
        case 'null':
        case 'undefined':
          return 'None';
        case 'string':
          return 'str';
        case 'boolean':
          return 'bool';
        case 'bigint':
          return 'int';
        case 'number':
          return /^-?\d+$/.test(value.text) ? 'int' : 'float';
        default:
          return '?';
      }
    case 'list':
      return { Array: 'list', Set: 'set' }[value.type] ?? value.type;
    case 'map':
      return /^(?:Map|dict)$/.test(value.type) ? 'dict' : value.type;
    case 'object':
      return value.type === 'Object' ? 'dict' : value.type;
    case 'redacted':
      return 'str';
    case 'error':
      return value.type;
    case 'date':
      return 'datetime';
    case 'function':
      return value.isClass ? 'type' : 'callable';
    default:
      return '?';
  }
}

/** The style that most docstrings of the file have; else of the project; plain fields where there is none to follow. */
async function styleOf(file: ProjectFile, { files, peek }: FixContext): Promise<Style> {
  const own = habitOf(file.text);
  if (own !== null) return own;
  const others = files.filter((path) => path.endsWith('.py') && path !== file.path).slice(0, LOOKED_AT);
  return (
    habitOf((await Promise.all(others.map(async (path) => (await peek(path)) ?? ''))).join('\n')) ?? 'sphinx'
  );
}

function habitOf(text: string): Style | null {
  const counts: readonly (readonly [Style, number])[] = [
    ['google', text.match(/^\s+(?:Args|Arguments|Returns|Raises):\s*$/gm)?.length ?? 0],
    ['numpy', text.match(/^\s+(?:Parameters|Returns|Raises)\s*\n\s+-{4,}/gm)?.length ?? 0],
    ['sphinx', text.match(/^\s+:(?:param|type|rtype|returns?|raises)\b/gm)?.length ?? 0],
  ];
  const [style, count] = counts.toSorted(([, a], [, b]) => b - a)[0] ?? ['sphinx', 0];
  return count === 0 ? null : style;
}
