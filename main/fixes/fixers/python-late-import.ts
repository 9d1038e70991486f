import { dirname } from 'node:path/posix';
import { namesRunOnLoad } from '../../source/index.ts';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
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
import { blocksOf, codeOnly, moduleName, type PythonBlock } from './python-text.ts';
import { listed } from './words.ts';

const MAX_FUNCTIONS = 3;

/** Names that one import statement at the top takes of a module. */
interface Taken {
  readonly statement: PythonBlock;
  /** What stands before the names: `from job.a import `. */
  readonly head: string;
  /** How each name is written behind it, by the name that it has here. */
  readonly names: ReadonlyMap<string, string>;
  /** What the statement takes of other modules, as it is written. */
  readonly others: readonly string[];
}

/** Lets a Python module be imported only in the functions that use it, as `late-import.ts` does for JavaScript. */
export async function loadPythonLate(
  context: FixContext,
  from: ProjectFile,
  to: ProjectFile,
): Promise<Proposal> {
  const taken = takenBy(from, to);
  if (taken === null)
    return refuse(`${from.path} loads ${to.path} in more than one way, or in parts of a statement.`);
  if (taken.statement.text.includes('#'))
    return refuse('a comment stands beside the import, and would lose its place.');
  const doing = effectOf(to.text);
  if (doing !== null)
    return refuse(`${to.path} does something when it is loaded (\`${doing}\`), which would happen later.`);
  const user = await userElsewhere(context, from, [...taken.names.keys()]);
  if (user !== null) return refuse(`${user} takes what it imports through ${from.path}.`);
  const uses = usesOf(from, taken);
  return typeof uses === 'string'
    ? refuse(uses)
    : editOf(from, titleOf(to, taken, uses), edits(from.text, taken, uses));
}

type Uses = ReadonlyMap<PythonDefinition, ReadonlySet<string>>;

function titleOf(to: ProjectFile, { names }: Taken, uses: Uses): string {
  const where = uses.size === 1 ? 'the function that needs' : 'the functions that need';
  return `Load ${to.path} in ${where} ${listed([...names.keys()])}`;
}

function takenBy(from: ProjectFile, to: ProjectFile): Taken | null {
  const target = moduleName(to.path);
  const [folder, stem] = [
    target.slice(0, Math.max(0, target.lastIndexOf('.'))),
    target.split('.').at(-1) ?? '',
  ];
  const isBeside = dirname(from.path) === dirname(to.path);
  const found = blocksOf(from.text).flatMap((statement): Taken[] => {
    const code = codeOnly(statement.text).trim();
    const whole = /^import\s+([\w.]+)(?:\s+as\s+(\w+))?$/.exec(code);
    if (whole !== null) {
      const [, module = '', as = module] = whole;
      if (module !== target || as.includes('.')) return [];
      return [{ statement, head: 'import ', names: new Map([[as, code.slice(7).trim()]]), others: [] }];
    }
    const [, module = '', list = ''] = /^from\s+([.\w]+)\s+import\s+\(?([\s\S]*?)\)?$/.exec(code) ?? [];
    const parts = list.split(',').map((part) => part.trim().replace(/\s+/g, ' '));
    const written = parts.filter((part) => part !== '');
    const head = `from ${module} import `;
    const own = (part: string): readonly [string, string] => [part.split(' as ').at(-1) ?? part, part];
    if (module === target || (isBeside && module === `.${stem}`))
      return written.includes('*') ? [] : [{ statement, head, names: new Map(written.map(own)), others: [] }];
    const isStem = (part: string): boolean => part === stem || part.startsWith(`${stem} as `);
    if ((module !== folder && !(isBeside && module === '.')) || !written.some(isStem)) return [];
    const others = written.filter((part) => !isStem(part));
    return [{ statement, head, names: new Map(written.filter(isStem).map(own)), others }];
  });
  const [only, more] = found;
  return only === undefined || more !== undefined ? null : only;
}

/** Decorators that only change what they stand before. */
const plain =
  /^@(?:dataclass|functools\.|lru_cache|cache\b|total_ordering|contextmanager|contextlib\.|final\b|overload\b|typing\.|dataclasses\.|wraps\b|enum\.|unique\b|abstractmethod|runtime_checkable)/;

/** The first statement of a module that does more than define something; `null` where there is none. */
function effectOf(text: string): string | null {
  for (const { text: block, isImport, names } of blocksOf(text)) {
    const code = codeOnly(block).trim();
    const registers = code.match(/^@.*/gm)?.find((line) => !plain.test(line));
    if (registers !== undefined) return registers;
    if (isImport || names.length > 0 || code === '') continue;
    if (/^(?:if\s+(?:typing\.)?TYPE_CHECKING|if\s+__name__|pass$)/.test(code)) continue;
    return code.split('\n')[0] ?? code;
  }
  return null;
}

/** A file that takes one of some names through a module that only imported it. */
async function userElsewhere(
  { files, peek }: FixContext,
  from: ProjectFile,
  names: readonly string[],
): Promise<string | null> {
  const stem = moduleName(from.path).split('.').at(-1) ?? '';
  const any = names.join('|');
  const through = new RegExp(`\\b${stem}\\.(?:${any})\\b|\\b${stem}\\s+import\\b[^\\n]*\\b(?:${any})\\b`);
  for (const path of files) {
    if (!path.endsWith('.py') || path === from.path) continue;
    if (through.test((await peek(path)) ?? '')) return path;
  }
  return null;
}

/** The outermost function around each use; or a sentence about one that has none, or whose name means something else as well. */
function usesOf({ path, text }: ProjectFile, { statement, names }: Taken): Uses | string {
  const lines = pythonLines(text);
  const definitions = lines.code.flatMap((_, line) => definitionAt(lines, line) ?? []);
  const functions = definitions.filter(({ headLine }) =>
    /^\s*(?:async\s+)?def\b/.test(lines.code[headLine] ?? ''),
  );
  const run = namesRunOnLoad(text);
  const uses = new Map<PythonDefinition, Set<string>>();
  const listedAll = /^__all__\s*=[\s\S]*?[\])]/m.exec(text)?.[0] ?? '';
  let offset = 0;
  for (const [line, code] of lines.code.entries()) {
    const start = offset;
    offset += code.length + 1;
    if (start >= statement.start && start < statement.end) continue;
    for (const name of names.keys()) {
      if (listedAll.includes(`"${name}"`) || listedAll.includes(`'${name}'`))
        return `"${name}" is exported in __all__.`;
      if (!isUsed(code, name)) continue;
      if (isGiven(code, name)) return `"${name}" means something else in another place of ${path}.`;
      const around = functions.filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
      const [outer] = around.toSorted((a, b) => a.headLine - b.headLine);
      if (outer === undefined) return `"${name}" is needed while ${path} is loaded (line ${line + 1}).`;
      if (line <= outer.headEnd)
        return `"${name}" stands in the head of a function, which is read while ${path} is loaded.`;
      const top = definitions.find(
        (one) => one.indent === '' && one.firstLine <= line && line <= one.lastLine,
      );
      const topName = /(?:def|class)\s+(\w+)/.exec(lines.code[top?.headLine ?? 0] ?? '')?.[1] ?? '';
      if (run.has(topName)) return `"${topName}" uses "${name}" and runs while ${path} is loaded.`;
      uses.set(outer, (uses.get(outer) ?? new Set()).add(name));
    }
  }
  if (uses.size === 0) return `nothing of ${path} uses what it takes.`;
  if (uses.size > MAX_FUNCTIONS) return `${uses.size} functions of ${path} would have to load it.`;
  return uses;
}

/** As a name by itself: neither behind a dot, nor naming an argument. */
const isUsed = (code: string, name: string): boolean =>
  new RegExp(`(?<![\\w.])${name}\\b(?!\\s*=(?!=))|^\\s*${name}\\s*=(?!=)`).test(code);

/** Whether a line gives a name another meaning: assigned, looped over, defined, taken in by a lambda or another import. */
function isGiven(code: string, name: string): boolean {
  const own = `(?<![\\w.])${name}\\b`;
  return [
    `^\\s*(?:[\\w\\s,*()]*,)?\\s*${own}(?:\\s*,[\\w\\s,*()]*)?\\s*(?::[^=]*)?(?:[-+*/|&]|//)?=(?!=)`,
    `${own}\\s*:=`,
    `\\bfor\\s+[\\w\\s,*()]*${own}[\\w\\s,*()]*\\bin\\b`,
    `\\bas\\s+${own}`,
    `^\\s*(?:async\\s+)?(?:def|class)\\s+${own}`,
    `\\bimport\\b.*${own}`,
    `\\b(?:global|nonlocal|del)\\b.*${own}`,
    `\\blambda\\b[^:]*${own}[^:]*:`,
  ].some((pattern) => new RegExp(pattern).test(code));
}

function edits(text: string, { statement, head, names, others }: Taken, uses: Uses): TextEdit[] {
  const lines = pythonLines(text);
  const made = [...uses].map(([definition, used]): TextEdit => {
    const line = firstOfBody(lines, definition);
    const code = lines.code.slice(line, definition.lastLine + 1).find((one) => one.trim() !== '') ?? '';
    const parts = [...names].filter(([name]) => used.has(name)).map(([, part]) => part);
    const at = offsetOf(lines, line);
    return { start: at, end: at, text: `${indentOf(code)}${head}${parts.join(', ')}\n` };
  });
  return [
    ...made,
    others.length > 0
      ? { ...ofStatement(text, statement), text: `${head}${others.join(', ')}\n` }
      : gone(text, statement),
  ];
}

/** The line behind the docstring of a function, and the empty ones after that. */
function firstOfBody({ raw }: PythonLines, { headEnd }: PythonDefinition): number {
  const isBlank = (line: number): boolean => (raw[line] ?? '').trim() === '' && line < raw.length;
  let line = headEnd + 1;
  while (isBlank(line)) line++;
  const quote = /^\s*[rRuUbB]?("""|'''|"|')/.exec(raw[line] ?? '')?.[1];
  if (quote !== undefined) {
    const opened = (raw[line] ?? '').indexOf(quote) + quote.length;
    if (quote.length === 3 && !(raw[line] ?? '').slice(opened).includes(quote)) {
      line++;
      while (line < raw.length && !(raw[line] ?? '').includes(quote)) line++;
    }
    line++;
    while (isBlank(line)) line++;
  }
  return line;
}

/** To the end of its last line. */
function ofStatement(text: string, { start, text: own }: PythonBlock): { start: number; end: number } {
  const end = text.indexOf('\n', start + own.trimEnd().length);
  return { start, end: end === -1 ? text.length : end + 1 };
}

/** The statement, with the empty lines that would be too many without it. */
function gone(text: string, statement: PythonBlock): TextEdit {
  const { start, end } = ofStatement(text, statement);
  const after = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end))?.[0] ?? '';
  if (start === 0) return { start, end: end + after.length, text: '' };
  const before = /(?:\n[ \t]*\r?)*$/.exec(text.slice(0, start - 1))?.[0] ?? '';
  return { start: after === '' ? start : start - before.length, end, text: '' };
}
