import type { GateText } from '../gate-text.ts';
import { parse } from '../parse/index.ts';
import type { FunctionMeta } from '../record/definitions.ts';
import type { EffectiveLevel } from '../scope.ts';
import { child, children, hasOwnThis, type Node } from './ast.ts';
import { findCalleeNames } from './callees.ts';
import type { Edit } from './edits.ts';
import { type Place, wrapperOf } from './embedded.ts';
import { type FoundFunction, findFunctions, setMayHoldWith } from './find.ts';
import { findLibraryCalls, type LeftOutCalls } from './libraries.ts';
import { Lines } from './lines.ts';
import { alongside } from './parallel-map.ts';
import { rewrite } from './rewrite.ts';
import { resolveVariables } from './scopes.ts';
import type { SiteKind } from './site-edits.ts';
import { findSourceMap } from './source-map.ts';
import { VariableTables } from './variable-places.ts';

export interface InstrumentOptions {
  readonly source: string;
  /** Absolute path of the generated file. */
  readonly file: string;
  readonly projectDir: string;
  readonly module: boolean;
  /** For a text that is a part of the file. */
  readonly place?: Place;
  readonly params: boolean;
  /** Whether `this` is one of them. */
  readonly self: boolean;
  readonly returns: boolean;
  /** Absent: none. */
  readonly leftOut?: LeftOutCalls;
  readonly gate: GateText;
  /** Path of a file as the recording names it. */
  readonly pathOf: (file: string) => string;
  /** `params`: how many the function declares. */
  readonly level: (path: string, qualifiedName: string, params: number) => EffectiveLevel;
}

/** What rewriting a file takes, without the ids that only a thread knows. JSON, so that it can be cached. */
export interface Instrumented {
  readonly prefix: string;
  /** Sorted; without the prologue. */
  readonly edits: readonly Edit[];
  /** Where the prologue goes: behind a hashbang and the directives. */
  readonly prologueAt: number;
  readonly functions: readonly FunctionMeta[];
  /** Two offsets in the text for each function that is none of the last ones below: where it begins, and where its body does. */
  readonly heads: readonly number[];
  /** For the last of the functions, which are calls and awaits: the lines they stand on in the text that runs. */
  readonly siteLines: readonly (readonly [first: number, last: number])[];
  /** Functions of the scope that keep their text, because rewriting would change what they do. */
  readonly untouched: readonly { readonly name: string; readonly reason: string }[];
  /** The text that was rewritten, where another thread than the app's did it. */
  readonly source?: string;
}

const NOTHING = { edits: [], prologueAt: 0, functions: [], heads: [], siteLines: [], untouched: [] };

/** Finds the functions of a JavaScript text and what to insert. Throws `SyntaxError` where the parser cannot follow. */
export function instrument(options: InstrumentOptions): Instrumented {
  const { source, file, place } = options;
  const program = parse(source, options.module);
  const mayHoldWith = program.holdsWith === true;
  setMayHoldWith(mayHoldWith);
  const prefix = freePrefix(source);
  const wrapper = place && !place.isBody ? wrapperOf(program) : undefined;
  if (place && !place.isBody && !wrapper) return { ...NOTHING, prefix };
  const lines = new Lines(source, place);
  const map =
    findSourceMap(source, file, options.projectDir) ??
    (place && alongside(file, source, program, lines, wrapper));
  const traced = new Map<Node, FoundFunction>();
  const untouched: { name: string; reason: string }[] = [];
  const isCounted = source.includes('__coverage__');
  let counter: Node | undefined;
  const isInvented = (node: Node): boolean => {
    if (isCounted && isCounter(node)) counter = node;
    // It replaces itself by a function within it.
    if (node === wrapper || (counter && counter.start <= node.start && node.end <= counter.end)) return true;
    if (!map) return false;
    const { line, column } = lines.at(node.start);
    return !map.original(line, column) || isNamingBlock(node);
  };
  for (const { node, name, kind, obstacle } of findFunctions(
    program,
    source,
    map || wrapper || isCounted ? isInvented : undefined,
  )) {
    const start = lines.at(node.start);
    const end = lines.at(node.end);
    const original = map?.original(start.line, start.column);
    const path = options.pathOf(original?.file ?? file);
    const declared = children(node, 'params');
    const { level: recorded, rule, upTo = recorded } = options.level(path, name, declared.length);
    if (upTo <= 0) continue;
    if (obstacle) {
      untouched.push({ name, reason: obstacle });
      continue;
    }
    const meta: FunctionMeta = {
      path,
      name,
      line: original?.line ?? start.line,
      column: original?.column ?? start.column,
      endLine: map?.original(end.line, Math.max(1, end.column - 1))?.line ?? end.line,
      kind,
      async: node.async === true,
      generator: node.generator === true,
      params: [
        ...(options.self && hasOwnThis(node, kind) ? ['this'] : []),
        ...declared.map((param) => paramText(param, source)),
      ],
      level: recorded,
      ...(upTo > recorded ? { upTo } : {}),
      rule,
    };
    traced.set(node, { index: traced.size, level: upTo, meta });
  }
  const functions = [...traced.values()].map(({ meta }) => meta);
  const siteLines: [number, number][] = [];
  const addSite = (node: Node, kind: SiteKind, name: string, { meta }: FoundFunction): number => {
    const start = lines.at(node.start);
    const end = lines.at(node.end);
    const original = map?.original(start.line, start.column);
    siteLines.push([start.line, end.line]);
    const { path, level = 0, rule = '' } = meta;
    const place = { line: original?.line ?? start.line, column: original?.column ?? start.column };
    const endLine = place.line + end.line - start.line;
    return (
      functions.push({
        path,
        name,
        ...place,
        endLine,
        kind,
        async: kind === 'await',
        generator: false,
        params: [],
        level,
        rule,
      }) - 1
    );
  };
  const { params, self, returns, gate, leftOut } = options;
  const noteOutside = !mayHoldWith && [...traced.values()].some(({ level }) => level >= 2);
  const hasSteps = [...traced.values()].some(({ level }) => level >= 4);
  const tables = new VariableTables();
  const edits = rewrite(program, {
    source,
    prefix,
    params,
    self,
    returns,
    gate,
    noteOutside,
    leavesOut:
      leftOut?.database || leftOut?.http
        ? findLibraryCalls(program, findCalleeNames(program), leftOut)
        : () => false,
    traced,
    addSite,
    lineOf(offset) {
      const { line, column } = lines.at(offset);
      return map?.original(line, column)?.line ?? line;
    },
    variables: hasSteps ? resolveVariables(program) : new Map(),
    tables,
  });
  for (const [index, variables] of tables.byFunction) {
    functions[index] = { ...(functions[index] as FunctionMeta), variables };
  }
  return {
    prefix,
    edits,
    prologueAt: wrapper ? bodyPosition(child(wrapper, 'body') as Node) : prologuePosition(program, source),
    functions,
    heads: [...traced.keys()].flatMap(headOf),
    siteLines,
    untouched,
  };
}

/** A static block begins with its body. */
const headOf = (node: Node): [number, number] => [node.start, child(node, 'body')?.start ?? node.start];

/** `static{name(this,"Q")}`, which esbuild adds to keep the names of classes. */
function isNamingBlock(node: Node): boolean {
  if (node.type !== 'StaticBlock') return false;
  const [only, ...more] = children(node, 'body');
  const call = only && child(only, 'expression');
  if (!call || more.length > 0 || call.type !== 'CallExpression') return false;
  return children(call, 'arguments')[0]?.type === 'ThisExpression';
}

/** `function cov_1ab2c3() {..}`, by which Istanbul counts what runs. */
const isCounter = (node: Node): boolean =>
  node.type === 'FunctionDeclaration' && /^cov_[0-9a-z]+$/.test(String(child(node, 'id')?.name));

/** The parameter without its default value. */
function paramText(param: Node, source: string): string {
  if (param.type === 'AssignmentPattern') return paramText(param.left as Node, source);
  return source.slice(param.start, param.end);
}

function freePrefix(source: string): string {
  let prefix = '$cs';
  while (source.includes(prefix)) prefix += '_';
  return prefix;
}

/** Where the directives of a program or of a function's body end; undefined where there is none. */
function directivesEnd(body: Node): number | undefined {
  return children(body, 'body')
    .filter((statement) => typeof statement.directive === 'string')
    .at(-1)?.end;
}

function bodyPosition(body: Node): number {
  return directivesEnd(body) ?? body.start + 1;
}

function prologuePosition(program: Node, source: string): number {
  const directives = directivesEnd(program);
  if (directives !== undefined) return directives;
  if (!source.startsWith('#!')) return 0;
  const lineEnd = source.indexOf('\n');
  return lineEnd < 0 ? source.length : lineEnd + 1;
}
