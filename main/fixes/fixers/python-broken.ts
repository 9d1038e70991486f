import type { Finding } from '#contract';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import { pythonRegressionTest } from './python-regression-test.ts';
import { codeOnly } from './python-text.ts';

/** Says in an error of its own what was missing where a function reads an attribute of None. */
export async function sayWhatIsNone(
  finding: Finding,
  file: ProjectFile,
  context: FixContext,
): Promise<Proposal> {
  const { message, range, function: fn } = finding;
  const attribute = /'NoneType' object has no attribute '(\w+)'/.exec(message)?.[1];
  if (attribute === undefined)
    return refuse('What should happen instead is for a person to say: see the inputs that failed.');
  const lines = file.text.split('\n');
  const code = codeOnly(file.text).split('\n');
  const places: { line: number; column: number }[] = [];
  for (let line = range.line - 1; line < range.endLine; line++)
    for (const found of (code[line] ?? '').matchAll(new RegExp(`\\.${attribute}\\b`, 'g')))
      places.push({ line, column: found.index });
  const objects = new Set(places.map(({ line, column }) => objectBefore(lines[line] ?? '', column)));
  const [place] = places;
  const [object] = objects;
  if (place === undefined || object === undefined || object === '')
    return refuse(`Where "${attribute}" is read cannot be told from the text.`);
  if (objects.size > 1)
    return refuse(
      `"${attribute}" is read of ${[...objects].join(' and of ')}: the recording does not say of which it failed.`,
    );
  const line = lines[place.line] ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const before = code.slice(range.line - 1, place.line).join('\n');
  const open = (before.match(/[([{]/g) ?? []).length - (before.match(/[)\]}]/g) ?? []).length;
  if (
    open !== 0 ||
    /^\s*(?:elif|else|except|finally|lambda)\b/.test(line) ||
    /\b(?:for|if)\b.*\bin\b.*[\])]/.test(line)
  )
    return refuse(
      'It stands within a larger statement: say before it what should happen when there is nothing.',
    );
  const start = lines.slice(0, place.line).reduce((sum, one) => sum + one.length + 1, 0);
  const unit = indent.includes('\t') ? '\t' : '    ';
  const isCall = object.includes('(');
  const name = isCall ? freshName(file.text) : object;
  const what = `${fn?.name.split('.').at(-1) ?? 'This'}: ${object} is None`
    .replaceAll('\\', '\\\\')
    .replaceAll('"', "'");
  const guard = `${isCall ? `${indent}${name} = ${object}\n` : ''}${indent}if ${name} is None:\n${indent}${unit}raise ValueError("${what}")\n`;
  const at = start + place.column - object.length;
  const fix = editOf(file, `Say that ${object} is missing`, [
    { start, end: start, text: guard },
    ...(isCall ? [{ start: at, end: at + object.length, text: name }] : []),
  ]);
  const test = await pythonRegressionTest(finding, file, what, context);
  return test === null
    ? fix
    : { ...fix, title: `${fix.title}, and test it`, changes: [...fix.changes, test] };
}

/** The expression that ends at a column: names, dots, calls and subscripts. */
function objectBefore(line: string, column: number): string {
  let at = column;
  while (at > 0) {
    const c = line[at - 1] ?? '';
    if (/[\w.]/.test(c)) at--;
    else if (c === ')' || c === ']') {
      let depth = 0;
      do {
        const one = line[--at] ?? '';
        depth += ')]}'.includes(one) && one !== '' ? 1 : '([{'.includes(one) && one !== '' ? -1 : 0;
      } while (at > 0 && depth > 0);
    } else break;
  }
  return line.slice(at, column);
}

function freshName(text: string): string {
  for (const name of ['found', 'match', 'result', 'value'])
    if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
  return 'found_or_none';
}
