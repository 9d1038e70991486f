import type { ParserOptions } from 'oxc-parser';
import { EDGE } from './edge-kinds.ts';
import type { LineIndex } from './line-index.ts';
import type { ImportFact } from './module-facts.ts';
import {
  type PreparedVisitor,
  prepareVisitor,
  type QuickNode,
  type QuickVisitor,
  withQuickTree,
} from './quick-tree.ts';

/** What a file says of other modules, and the first error of its syntax. */
export interface QuickReading {
  readonly imports: readonly ImportFact[];
  readonly error: { readonly message: string; readonly start: number } | null;
  /** The parser gave up on the error, and nothing of the file is known. */
  readonly isLost: boolean;
}

/** What is known of the file that is being visited. */
interface State {
  text: string;
  found: { specifier: string; kind: number; optional: boolean; at: number }[];
  /** Ends of the `try` blocks with a `catch` around what is visited; what stands behind one is not inside it. */
  tries: number[];
  /** Declarations of modules around. */
  declarations: number;
  /** Functions around with a parameter `require`. */
  ownRequires: number;
  /** Whether any function of the file may have such a parameter. */
  mayHideRequire: boolean;
  /** Something may stand where the visit does not lead. */
  isUnsure: boolean;
}

const state: State = {
  text: '',
  found: [],
  tries: [],
  declarations: 0,
  ownRequires: 0,
  mayHideRequire: false,
  isUnsure: false,
};

/** `import('x')`, or a comment before the bracket, or a phase: not necessarily at the top level. */
const importCall = /\bimport\s*(?:[(/]|\.\s*(?:source|defer)\b)/;
/** `declare module 'x' {` may hold imports. */
const moduleDeclaration = /\bmodule\s*['"]/;
/** What the visit does not lead to: what a class extends, and patterns behind `...`, where a module may be loaded by a default value. */
const beyondVisit = /\bextends\b[\s\S]*\b(?:require|import|Worker)\b/;
const beyondPatterns = /\.\.\.\s*[[{]/;

/** `(require`, `, require` or `require =>`: a parameter, or only an argument. */
const mayBeParameter = /[(,]\s*require\s*[,):=]|\brequire\s*=>/;

/**
 * The same as `findImports` says of the whole syntax tree, without making one: for the graph alone, where that would be most of the work.
 * @returns `undefined` where the machine, or the text, does not allow it
 */
export function readQuickly(
  path: string,
  text: string,
  options: ParserOptions,
  lines: LineIndex,
): QuickReading | undefined {
  const isDeep = mayLoadInside(text);
  // Types of variables are not visited either.
  if (isDeep && (beyondPatterns.test(text) || (/\.[mc]?tsx?$/.test(path) && importCall.test(text))))
    return undefined;
  return withQuickTree(path, text, options, (tree) => {
    const first = tree.errors[0];
    const error = first === undefined ? null : { message: first.message, start: first.labels[0]?.start ?? 0 };
    begin(text);
    try {
      if (isDeep) tree.visit(visitor(state.mayHideRequire));
      else for (const statement of tree.body) topLevel[statement.type]?.(statement);
    } catch (failure) {
      if (failure instanceof RangeError) return undefined;
      throw failure;
    }
    if (state.isUnsure) return undefined;
    const imports = state.found
      .sort((a, b) => a.at - b.at)
      .map(
        ({ at, specifier, kind, optional }): ImportFact => ({
          specifier,
          kind,
          line: lines.lineAt(at),
          optional,
        }),
      );
    return { imports, error, isLost: error !== null && [...tree.body].length === 0 };
  });
}

function begin(text: string): void {
  state.text = text;
  state.found = [];
  state.declarations = state.ownRequires = 0;
  state.tries = [];
  state.isUnsure = false;
  state.mayHideRequire = mayBeParameter.test(text);
}

function add(at: number, source: unknown, kind: number): void {
  const specifier = textOf(source);
  if (specifier !== null) addNamed(at, specifier, kind);
}

function addNamed(at: number, specifier: string, kind: number): void {
  const deferred = kind === EDGE.require || kind === EDGE.dynamic;
  const isCaught = state.tries.some((end) => at < end);
  state.found.push({
    specifier,
    kind: state.declarations === 0 ? kind : EDGE.type,
    optional: deferred && isCaught,
    at,
  });
}

/** Whether a module may be named elsewhere than in the statements of the top level. An escape may hide any word. */
const mayLoadInside = (text: string): boolean =>
  text.includes('require') ||
  text.includes('Worker') ||
  text.includes('\\u') ||
  importCall.test(text) ||
  moduleDeclaration.test(text);

const topLevel: QuickVisitor = {
  ImportDeclaration: (node) =>
    add(node.start, node.source, isTypeOnly(node, 'importKind') ? EDGE.type : EDGE.import),
  ExportFromDeclaration: addReExport,
  ExportAllDeclaration: addReExport,
};

/** With and without a look at the parameters of functions, each made when it is first wanted. */
const visitors: (PreparedVisitor | undefined)[] = [];

function visitor(withParameters: boolean): PreparedVisitor {
  const known = visitors[Number(withParameters)];
  if (known !== undefined) return known;
  const made = prepareVisitor({
    ...topLevel,
    ImportExpression: (node) => add(node.start, node.source, EDGE.dynamic),
    TSImportType: (node) => add(node.start, node.source, EDGE.type),
    TSImportEqualsDeclaration(node) {
      const reference = node.moduleReference as QuickNode;
      if (reference.type === 'TSExternalModuleReference')
        add(node.start, reference.expression, node.importKind === 'type' ? EDGE.type : EDGE.require);
    },
    CallExpression(node) {
      if (state.ownRequires === 0 && isIdentifier(node.callee, 'require'))
        add(node.start, first(node.arguments), EDGE.require);
    },
    NewExpression(node) {
      if (!isIdentifier(node.callee, 'Worker')) return;
      const specifier = workerFile(first(node.arguments));
      if (specifier !== null) addNamed(node.start, specifier, EDGE.dynamic);
    },
    ...(withParameters ? functions : {}),
    Class(node) {
      const { start } = node.body as QuickNode;
      if (beyondVisit.test(state.text.slice(node.start, start))) state.isUnsure = true;
    },
    TryStatement: (node) => {
      state.tries.push(node.handler === null ? -1 : (node.block as QuickNode).end);
    },
    'TryStatement:exit': () => {
      state.tries.pop();
    },
    TSExternalModuleDeclaration: enterDeclaration,
    'TSExternalModuleDeclaration:exit': leaveDeclaration,
    TSNamespaceDeclaration: enterDeclaration,
    'TSNamespaceDeclaration:exit': leaveDeclaration,
    TSGlobalDeclaration: enterDeclaration,
    'TSGlobalDeclaration:exit': leaveDeclaration,
  });
  visitors[Number(withParameters)] = made;
  return made;
}

function addReExport(node: QuickNode): void {
  add(node.start, node.source, isTypeOnly(node, 'exportKind') ? EDGE.type : EDGE.reExport);
}

const functions: QuickVisitor = {
  Function: enterFunction,
  'Function:exit': leaveFunction,
  ArrowFunctionExpression: enterFunction,
  'ArrowFunctionExpression:exit': leaveFunction,
};

function enterFunction(node: QuickNode): void {
  if (hidesRequire(node)) state.ownRequires++;
}

function leaveFunction(node: QuickNode): void {
  if (hidesRequire(node)) state.ownRequires--;
}

function hidesRequire(node: QuickNode): boolean {
  const { items } = node.params as { readonly items: readonly QuickNode[] };
  return items.some(
    ({ pattern, initializer }) =>
      initializer === null &&
      (pattern as QuickNode).type === 'BindingIdentifier' &&
      (pattern as QuickNode).name === 'require',
  );
}

function enterDeclaration(node: QuickNode): void {
  if (node.declare === true) state.declarations++;
}

function leaveDeclaration(node: QuickNode): void {
  if (node.declare === true) state.declarations--;
}

/** See `find-imports.ts`. */
function isTypeOnly(node: QuickNode, field: 'importKind' | 'exportKind'): boolean {
  if (node[field] === 'type') return true;
  const specifiers = node.specifiers as readonly QuickNode[] | null | undefined;
  return (
    (specifiers?.length ?? 0) > 0 && [...(specifiers ?? [])].every((specifier) => specifier[field] === 'type')
  );
}

function workerFile(argument: QuickNode | undefined): string | null {
  if (argument?.type !== 'NewExpression' || !isIdentifier(argument.callee, 'URL')) return null;
  const [path, base] = argument.arguments as readonly QuickNode[];
  const isModuleUrl =
    base?.type === 'StaticMemberExpression' &&
    (base.object as QuickNode).type === 'ImportMeta' &&
    (base.property as QuickNode).name === 'url';
  const specifier = isModuleUrl ? textOf(path) : null;
  return specifier === null || /^[./]/.test(specifier) ? specifier : `./${specifier}`;
}

/** The text of a string literal, or of a template without substitutions; `null` for anything else. */
function textOf(source: unknown): string | null {
  const node = source as QuickNode | null | undefined;
  if (node?.type === 'StringLiteral') return node.value as string;
  if (node?.type !== 'TemplateLiteral' || (node.expressions as readonly unknown[]).length > 0) return null;
  const quasi = (node.quasis as readonly QuickNode[])[0]?.value as { cooked?: unknown } | undefined;
  return typeof quasi?.cooked === 'string' ? quasi.cooked : null;
}

const first = (list: unknown): QuickNode | undefined => (list as readonly QuickNode[])[0];

const isIdentifier = (value: unknown, name: string): boolean =>
  (value as QuickNode | null)?.type === 'IdentifierReference' && (value as QuickNode).name === name;
