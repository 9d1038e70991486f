import type { Finding } from '#contract';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { indentOf, offsetOf, type PythonLines, pythonLines } from './python-blocks.ts';
import { blocksOf } from './python-text.ts';
import { listed } from './words.ts';

/** As the formatters of Python wrap lines. */
const WIDTH = 88;

/** `a = await f()` and `b = await g()`, one line each, become one `asyncio.gather`. */
export function gatherAwaits({ range }: Finding, file: ProjectFile): Proposal {
  const lines = pythonLines(file.text);
  const last = range.endLine - 1;
  const parts: { readonly name: string; readonly call: string }[] = [];
  for (let line = range.line - 1; line <= last; line++) {
    const raw = lines.raw[line] ?? '';
    const [, name, call] = /^[ \t]*(\w+)\s*=\s*await\s+(\S.*?)\s*$/.exec(raw) ?? [];
    const code = lines.code[line] ?? '';
    const isWhole = balance(code) === 0 && !raw.includes('#') && !raw.endsWith('\\') && /\)\s*$/.test(raw);
    if (name === undefined || call === undefined || !isWhole)
      return refuse('One of the statements is more than `name = await call()` on a line of its own.');
    parts.push({ name, call });
  }
  const indent = indentOf(lines.raw[range.line - 1] ?? '');
  const unit = indent.includes('\t') ? '\t' : '    ';
  const names = parts.map(({ name }) => name);
  const head = `${indent}${names.join(', ')} = await asyncio.gather(`;
  const oneLine = `${head}${parts.map(({ call }) => call).join(', ')})`;
  const text =
    oneLine.length <= WIDTH
      ? oneLine
      : `${head}\n${parts.map(({ call }) => `${indent}${unit}${call},\n`).join('')}${indent})`;
  const edit = {
    start: offsetOf(lines, range.line - 1),
    end: offsetOf(lines, last) + (lines.raw[last]?.length ?? 0),
    text,
  };
  return editOf(file, `Wait for ${listed(names)} together`, [edit, ...importOf(file.text, 'asyncio')]);
}

/** Blocking calls, with what each of them becomes in a coroutine. */
const blocking =
  /(?<![\w.])(time\.sleep|requests\.\w+|urllib\.request\.urlopen|subprocess\.(?:run|call|check_call|check_output)|socket\.create_connection|os\.system)\s*\(|(?<![\w.])([A-Za-z_][\w.]*)\.(read_text|read_bytes|write_text|write_bytes)\s*\(/;

/** Lets the event loop go on while a coroutine sleeps, or a thread does what blocks. */
export async function unblock({ range }: Finding, file: ProjectFile, context: FixContext): Promise<Proposal> {
  const lines = pythonLines(file.text);
  const line = range.line - 1;
  const code = lines.code[line] ?? '';
  const found = blocking.exec(code);
  if (found === null) return refuse('Hand what blocks to a thread: `await asyncio.to_thread(...)`.');
  if (/\blambda\b/.test(code.slice(0, found.index)))
    return refuse('It stands in a lambda, which cannot wait: make that a coroutine first.');
  const start = offsetOf(lines, line) + found.index;
  const open = start + found[0].length - 1;
  const close = closing(lines, open);
  if (close === null) return refuse('Where the call ends cannot be told.');
  const call = (found[1] ?? `${found[2]}.${found[3]}`).trim();
  const isSleep = call === 'time.sleep';
  const args = file.text.slice(open + 1, close).trim();
  const isOld = !isSleep && (await isOlderThan39(context));
  if (isOld && /=(?!=)/.test(args))
    return refuse(
      'asyncio.to_thread needs Python 3.9, the project runs on older ones, and run_in_executor takes no arguments by name.',
    );
  const toThread = isOld ? 'asyncio.get_running_loop().run_in_executor' : 'asyncio.to_thread';
  const waiting = isSleep
    ? `await asyncio.sleep(${args})`
    : `await ${toThread}(${[isOld ? 'None' : '', call, args].filter(Boolean).join(', ')})`;
  const isUsed = /^\s*[.[(]/.test(file.text.slice(close + 1));
  const edits: TextEdit[] = [
    { start, end: close + 1, text: isUsed ? `(${waiting})` : waiting },
    ...importOf(file.text, 'asyncio'),
  ];
  return editOf(file, isSleep ? 'Sleep without blocking the event loop' : `Run ${call} in a thread`, edits);
}

const balance = (code: string): number =>
  (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);

/** Offset of the bracket that closes the one at an offset. */
function closing({ code }: PythonLines, open: number): number | null {
  const text = code.join('\n');
  for (let at = open, depth = 0; at < text.length; at++) {
    const c = text[at] ?? '';
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    if (depth === 0) return at;
  }
  return null;
}

async function isOlderThan39({ peek }: FixContext): Promise<boolean> {
  const least = /requires-python\s*=\s*["'][^"']*>=\s*3\.(\d+)/.exec(
    (await peek('pyproject.toml')) ?? '',
  )?.[1];
  return least !== undefined && Number(least) < 9;
}

/** An import of a module of the standard library where there is none yet: in its alphabetical place among the plain ones at the top. */
export function importOf(text: string, module: string): TextEdit[] {
  const imports = blocksOf(text).filter(({ isImport }) => isImport);
  if (
    imports.some(({ text: one }) =>
      new RegExp(`^\\s*import\\s+(?:.*,\\s*)?${module}\\b(?!\\s+as|\\.)`, 'm').test(one),
    )
  )
    return [];
  const plain = imports.filter(({ text: one }) => /^\s*import\s/.test(one));
  const line = `import ${module}`;
  const next = plain.find((one) => one.text.trim() > line);
  if (next !== undefined) {
    const at = next.end - next.text.trimStart().length;
    const start = text.indexOf('import', at) === -1 ? next.start : text.indexOf('import', at);
    return [{ start, end: start, text: `${line}\n`, shared: true }];
  }
  const previous = plain.at(-1) ?? imports.findLast(({ text: one }) => one.includes('__future__'));
  if (previous !== undefined) {
    const at = previous.start + previous.text.trimEnd().length;
    const gap = previous.text.includes('__future__') ? '\n' : '';
    return [{ start: at, end: at, text: `\n${gap}${line}`, shared: true }];
  }
  const first = imports[0] ?? blocksOf(text).find((one) => !/^\s*(?:["'#]|[rR]["'])/.test(one.text));
  const at = first?.start ?? 0;
  // Functions and classes stand two lines away from what is before them.
  const gap = /^(?:@|(?:async\s+)?def\b|class\b)/m.test(first?.text.split('\n')[0] ?? '') ? '\n\n\n' : '\n\n';
  return [
    { start: at, end: at, text: imports[0] === undefined ? `${line}${gap}` : `${line}\n`, shared: true },
  ];
}
