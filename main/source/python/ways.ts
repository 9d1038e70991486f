import type { BranchFact, DefinitionFact, FunctionFact } from '../code/facts.ts';
import { isNote, notedWords } from '../code/notes.ts';
import type { PlacedStatement } from './read-code.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Finds the branches of Python functions whose lines are their own, and what notes say of branches and parameters. */
export function findWays(
  statements: readonly PlacedStatement[],
  definitions: readonly DefinitionFact[],
  functions: readonly Writable<FunctionFact>[],
  source: string,
): void {
  const hasNotes = isNote(source);
  const lines = hasNotes ? source.split('\n') : [];
  const noted = (from: number, to: number): string => lines.slice(from - 1, to).join('\n');
  const ofFunction = ({ definition }: PlacedStatement): Writable<FunctionFact> | undefined =>
    functions[definitions[definition]?.function ?? -1];
  /** By indent and definition: the line that the branches of one decision have in common. */
  const heads = new Map<string, number>();

  statements.forEach((statement, index) => {
    const fn = ofFunction(statement);
    if (fn === undefined) return;
    const { text, line, indent, definition } = statement;
    const body = bodyOf(statements, index);
    if (hasNotes && /^def\b/.test(text)) {
      const first = body.find((one) => one.text !== "''");
      const words = notedWords(noted(line, (first?.line ?? line) - 1));
      if (words.length > 0) fn.noted = words;
    }
    const [, word = ''] = /^(if|elif|else|except|try|case|match|for|while)\b/.exec(text) ?? [];
    const place = `${definition} ${indent}`;
    if (/^(?:if|match|for|while)$/.test(word)) heads.set(place, line);
    // A `try` is no step of its own; what it tries first is.
    else if (word === 'try') heads.set(place, body[0]?.line ?? line);
    const kind = { if: 'then', elif: 'then', else: 'else', except: 'catch', case: 'case' }[word] as
      | BranchFact['kind']
      | undefined;
    const own = body.filter((one) => one.definition === definition && one.text !== "''");
    const [first, last] = [own[0], own.at(-1)];
    if (kind === undefined || first === undefined || last === undefined || first.line <= line) return;
    const decides =
      kind === 'case' ? heads.get(`${definition} ${outerIndent(statements, index)}`) : heads.get(place);
    if (decides === undefined) return;
    const branch: BranchFact = {
      kind,
      line: decides,
      from: first.line,
      to: Math.max(last.line, body.at(-1)?.line ?? 0),
      guard: kind === 'catch' || isGuard(own),
      noted: hasNotes && isNote(noted(line + 1, first.line - 1)),
    };
    fn.branches = [...(fn.branches ?? []), branch];
  });
}

function bodyOf(statements: readonly PlacedStatement[], index: number): PlacedStatement[] {
  const indent = statements[index]?.indent ?? 0;
  const body: PlacedStatement[] = [];
  for (let at = index + 1; at < statements.length; at++) {
    const next = statements[at];
    if (next === undefined || next.indent <= indent) break;
    body.push(next);
  }
  return body;
}

function outerIndent(statements: readonly PlacedStatement[], index: number): number {
  const own = statements[index]?.indent ?? 0;
  return statements.slice(0, index).findLast(({ indent }) => indent < own)?.indent ?? -1;
}

function isGuard(body: readonly PlacedStatement[]): boolean {
  const text = body.at(-1)?.text ?? '';
  return /^raise\b/.test(text) || (body.length === 1 && /^(?:return|continue|break|pass)\b/.test(text));
}
