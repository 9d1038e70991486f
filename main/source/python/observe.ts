import type { DefinitionFact, FunctionFact, Observation, ObservationKind } from '../code/facts.ts';
import { pythonPlaces } from './places.ts';
import type { PlacedStatement } from './read-code.ts';

const blocking =
  /(?<![\w.])(?:time\.sleep|open|input|os\.system|requests\.\w+|urllib\.request\.urlopen|subprocess\.(?:run|call|check_call|check_output)|socket\.create_connection)\s*\(|\.(read_text|read_bytes|write_text|write_bytes)\s*\(/;
const listening = /listener|handler|callback|observer|subscriber|hook/i;

/** Sees what rules may find wrong in Python. */
export function observePython(
  statements: readonly PlacedStatement[],
  definitions: readonly DefinitionFact[],
  functions: readonly FunctionFact[],
  source: string,
): Observation[] {
  const places = pythonPlaces(source);
  const lines = source.split('\n');
  const found: Observation[] = [];
  const see = (
    kind: ObservationKind,
    at: PlacedStatement,
    subject: string,
    detail: readonly string[] = [],
    endLine = at.line,
  ): void => {
    found.push({
      kind,
      definition: at.definition,
      inLoop: loopLines.has(at.line),
      subject,
      detail,
      ...places.of(at.line, endLine),
    });
  };
  const loopLines = linesInLoops(statements);
  const nameOf = (definition: number): string => definitions[definition]?.name ?? '';
  const empty = /=\s*(?:\[\]|\{\}|list\(\)|dict\(\)|set\(\)|deque\(\)|defaultdict\(.*\))$/;
  const collections = new Set(
    statements.flatMap(({ definition, indent, text, line, opensBlock }, index) => {
      if (definition !== 0 || indent !== 0) return [];
      // `name: Type = []` comes as two statements.
      const next = statements[index + 1];
      const value = opensBlock && next?.line === line ? next.text : text;
      return empty.test(value) ? (/^(\w+)\s*(?:=|$)/.exec(text)?.[1] ?? []) : [];
    }),
  );
  const takers = new Map<string, string[]>();
  const take = (name: string, definition: number): void => {
    const known = takers.get(name);
    if (known) known.push(nameOf(definition));
    else takers.set(name, [nameOf(definition)]);
  };
  for (const { text, definition } of statements) {
    for (const [, name = ''] of text.matchAll(/\b(\w+)\.(?:remove|pop|popleft|clear|discard|popitem)\s*\(/g))
      take(name, definition);
    for (const [, name = ''] of text.matchAll(/\bdel\s+(\w+)\b/g)) take(name, definition);
  }
  const cancels = /\.cancel\s*\(/.test(source);

  statements.forEach((statement, index) => {
    const { text, definition } = statement;
    const fn = functions[definitions[definition]?.function ?? -1];
    const block = fn?.async === true ? blocking.exec(text) : null;
    if (block !== null) see('blocks-loop', statement, block[1] ?? block[0].replace(/\s*\($/, ''));
    const mutable = /^def \w+\(/.test(text)
      ? /(\w+)\s*(?::[^,=]*(?:\[[^\]]*\])?[^,=]*)?=\s*(?:\{\}|\[\]|dict\(\)|list\(\)|set\(\))/.exec(text)
      : null;
    if (mutable !== null) see('mutable-default', statement, mutable[1] ?? '');
    if (fn !== undefined) {
      for (const [, name = '', verb = ''] of text.matchAll(/\b(\w+)\.(append|add|extend|insert)\s*\(/g)) {
        if (!collections.has(name)) continue;
        const kind = listening.test(name) ? 'listener-added' : 'collection-grows';
        if (kind === 'collection-grows' || !takers.has(name))
          see(kind, statement, `${name}.${verb}`, takers.get(name) ?? []);
      }
      if (/\bthreading\.Timer\s*\(/.test(text) && !cancels)
        see('timer-started', statement, 'threading.Timer');
      const length = /(?:\[\s*|\/\s*)len\((\w+)\)/.exec(text);
      if (length !== null) see('empty-input', statement, `len(${length[1] ?? ''})`);
    }
    if (/^except\b/.test(text)) seeExcept(statement, index);
  });
  for (const group of awaitGroups(statements)) {
    const [first, last] = [group[0], group.at(-1)];
    if (first && last)
      see(
        'sequential-awaits',
        first.statement,
        first.callee,
        group.map(({ callee }) => callee),
        last.statement.line,
      );
  }
  return found;

  function seeExcept(statement: PlacedStatement, index: number): void {
    const [, type = '', name] = /^except\*?\s*(.*?)(?:\s+as\s+(\w+))?$/.exec(statement.text) ?? [];
    const body: PlacedStatement[] = [];
    for (let at = index + 1; at < statements.length; at++) {
      const next = statements[at];
      if (next === undefined || next.indent <= statement.indent) break;
      body.push(next);
    }
    if (body.some(({ text }) => /^raise\b/.test(text))) return;
    const isBroad = type === '' || /\b(?:Base)?Exception\b/.test(type);
    // `curses = None`: the package is a choice, and what uses it asks for it.
    const isChoice = body.length > 0 && body.every(({ text }) => /^\w+\s*=\s*(?:None|False)$/.test(text));
    const losesImport =
      /\b(?:ImportError|ModuleNotFoundError)\b/.test(type) && name === undefined && !isChoice;
    if (!isBroad && !losesImport) return;
    // What f-strings hold stands in the source alone.
    const end = statements[index + 1 + body.length]?.line ?? Number.POSITIVE_INFINITY;
    const text = lines.slice((body[0]?.line ?? 1) - 1, end - 1).join('\n');
    const isTold = new RegExp(`\\b(?:${name ?? 'exc_info'}|exc_info|traceback|exception)\\b`).test(text);
    // `return False`: whether something can be done is the question, and the error is the answer.
    const isAnswer =
      body.length > 0 && body.every(({ text: one }) => /^return(?: (?:None|False|True))?$/.test(one));
    const detail = [isBroad ? 'broad' : 'import', ...(isTold ? ['told'] : isAnswer ? ['answer'] : [])];
    see('swallowed-error', statement, `except ${type}`.trim(), detail);
  }
}

interface Awaited {
  readonly statement: PlacedStatement;
  readonly callee: string;
}

/** Neighbouring `x = await f(..)` of which none needs another. */
function awaitGroups(statements: readonly PlacedStatement[]): Awaited[][] {
  const groups: Awaited[][] = [];
  let group: Awaited[] = [];
  const bound = new Set<string>();
  const take = (): void => {
    if (group.length > 1) groups.push(group);
    group = [];
    bound.clear();
  };
  for (const statement of statements) {
    const [, name = '', callee = '', rest = ''] =
      /^(\w+)\s*(?::.*)?=\s*await\s+([\w.]+)\s*\((.*)$/s.exec(statement.text) ?? [];
    const isNext =
      group.length === 0 ||
      (group[0]?.statement.definition === statement.definition &&
        group[0]?.statement.indent === statement.indent);
    const depends =
      (rest.match(/\w+/g) ?? []).some((word) => bound.has(word)) ||
      group.some((one) => one.callee === callee);
    if (name === '' || !isNext || depends) take();
    if (name === '') continue;
    group.push({ statement, callee });
    bound.add(name);
  }
  take();
  return groups;
}

/** Lines that a loop of their function repeats. */
function linesInLoops(statements: readonly PlacedStatement[]): ReadonlySet<number> {
  const lines = new Set<number>();
  const open: PlacedStatement[] = [];
  for (const statement of statements) {
    while (open.length > 0 && statement.indent <= (open.at(-1)?.indent ?? 0)) open.pop();
    if (open.at(-1)?.definition === statement.definition) lines.add(statement.line);
    if (/^(?:async\s+)?(?:for|while)\b/.test(statement.text)) open.push(statement);
  }
  return lines;
}
