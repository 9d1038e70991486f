import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { importEdits, withLines } from './statements.ts';
import { isNode, type Node, namesIn, nodesIn, type Syntax } from './syntax.ts';

/** Declarations of a module that can stand in another one. */
export interface Movable {
  /** Each with its comment, exported. */
  readonly texts: readonly string[];
  /** Imports that they need. `specifier`: a relative one, which another folder would have to write differently. */
  readonly imports: readonly {
    readonly text: string;
    readonly specifier: string | null;
    readonly statement: Node;
  }[];
  /** What goes from the module: the declarations, and imports that only they used. */
  readonly removals: readonly TextEdit[];
  /** Names that the rest of the module uses. */
  readonly stillUsed: readonly string[];
  /** Those of the names that are only types. */
  readonly types: ReadonlySet<string>;
}

/** A declaration at the top of a module. */
interface Declared {
  readonly names: readonly string[];
  readonly statement: Node;
  readonly declaration: Node;
  readonly exported: boolean;
}

/**
 * Finds what has to move with exported names so that they stand alone; else a sentence that says why they cannot.
 *
 * @param isForbidden whether they must not need the module of a specifier
 */
export function movableParts(
  file: ProjectFile,
  syntax: Syntax,
  wanted: readonly string[],
  isForbidden: (specifier: string) => boolean,
): Movable | string {
  const { program, comments } = syntax;
  const declared = nodesIn(program.body).flatMap(declaredBy);
  const imports = nodesIn(program.body).filter(({ type }) => type === 'ImportDeclaration');
  const moving = new Set<Declared>();
  const needed = new Set<Node>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const found = declared.find(({ names }) => names.includes(name as string));
    const imported = imports.find((one) => nodesIn(one.specifiers).some((each) => localOf(each) === name));
    if (imported !== undefined) {
      const specifier = String((imported.source as Node).value);
      if (isForbidden(specifier))
        return `${wanted.join(', ')} needs ${specifier} itself, so moving it cuts nothing.`;
      needed.add(imported);
      continue;
    }
    if (found === undefined) {
      if (wanted.includes(name))
        return `"${name}" is not declared by a statement of its own in ${file.path}.`;
      continue;
    }
    if (moving.has(found)) continue;
    if (found.names.length > 1) return `"${name}" is declared together with others in ${file.path}.`;
    if (!isConstant(found.declaration))
      return `${wanted.join(', ')} depends on "${name}", which ${file.path} changes while it runs.`;
    if (wanted.includes(name) && !found.exported)
      return `"${name}" is exported in a list or under another name.`;
    moving.add(found);
    open.push(...namesIn(found.declaration).filter((used) => used !== name));
  }
  const inOrder = [...moving].sort((a, b) => a.statement.start - b.statement.start);
  const rest = outside(program, inOrder);
  const shared = inOrder.filter(({ exported, names }) => !exported && names.some((name) => rest.has(name)));
  if (shared.length > 0)
    return `${wanted.join(', ')} depends on "${shared[0]?.names[0]}", which the rest of ${file.path} needs as well.`;
  const ranges = inOrder.map(({ statement }) => withLines(file.text, statement, comments));
  const carried = imports.filter((one) => needed.has(one));
  return {
    texts: ranges.map(({ start, end }) => file.text.slice(start, end).trim()),
    imports: carried.map((statement) => importOf(statement, file.text, inOrder)),
    removals: [
      ...ranges.map(({ start, end }) => ({ start, end, text: '' })),
      ...dropped(syntax, file.text, ranges),
    ],
    stillUsed: inOrder.flatMap(({ names }) => names).filter((name) => rest.has(name)),
    types: new Set(
      inOrder.flatMap(({ declaration, names }) =>
        /^TS(?:Interface|TypeAlias)/.test(declaration.type) ? names : [],
      ),
    ),
  };
}

const localOf = (specifier: Node): string => (isNode(specifier.local) ? String(specifier.local.name) : '');

function declaredBy(statement: Node): Declared[] {
  const exported = statement.type === 'ExportNamedDeclaration' && isNode(statement.declaration);
  const declaration = exported ? (statement.declaration as Node) : statement;
  if (/^(Function|Class|TSInterface|TSTypeAlias|TSEnum)/.test(declaration.type) && isNode(declaration.id))
    return [{ names: [String(declaration.id.name)], statement, declaration, exported }];
  if (declaration.type !== 'VariableDeclaration') return [];
  const names = nodesIn(declaration.declarations).flatMap(({ id }) => (isNode(id) ? namesIn(id) : []));
  return [{ names, statement, declaration, exported }];
}

/** Whether its value is the same whenever it is asked for, and the same object for whoever asks. */
const isConstant = (declaration: Node): boolean =>
  declaration.type !== 'VariableDeclaration' || declaration.kind === 'const';

/** Names that are used beside some declarations. */
function outside(program: Node, declarations: readonly Declared[]): Set<string> {
  const moved = new Set(declarations.map(({ statement }) => statement));
  return new Set(
    nodesIn(program.body)
      .filter((statement) => !moved.has(statement) && statement.type !== 'ImportDeclaration')
      .flatMap((statement) => namesIn(statement)),
  );
}

/** An import with the names that the declarations use. */
function importOf(
  statement: Node,
  text: string,
  declarations: readonly Declared[],
): Movable['imports'][number] {
  const used = new Set(declarations.flatMap(({ declaration }) => namesIn(declaration)));
  const specifiers = nodesIn(statement.specifiers);
  const specifier = String((statement.source as Node).value);
  const relative = specifier.startsWith('.') ? specifier : null;
  const whole = text.slice(statement.start, statement.end);
  if (specifiers.every((one) => used.has(localOf(one))))
    return { text: whole, specifier: relative, statement };
  const kept = specifiers
    .filter((one) => used.has(localOf(one)))
    .map(({ start, end }) => text.slice(start, end));
  const first = specifiers.find((one) => used.has(localOf(one)));
  const list = first?.type === 'ImportSpecifier' ? `{ ${kept.join(', ')} }` : kept.join(', ');
  const begin = `import ${statement.importKind === 'type' ? 'type ' : ''}${list} from `;
  const source = statement.source as Node;
  const shift = { ...statement, start: source.start - begin.length } as Node;
  return { text: begin + text.slice(source.start, statement.end), specifier: relative, statement: shift };
}

/** Imports that only the declarations used; each range is looked at in turn, so one name is taken out once. */
function dropped(
  syntax: Syntax,
  text: string,
  ranges: readonly { start: number; end: number }[],
): TextEdit[] {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return [];
  if (ranges.length === 1) return importEdits(syntax, text, first);
  // Several declarations: only where they stand one behind the other is what they used alone known by their range.
  const together = ranges.every(
    (range, at) => at === 0 || text.slice(ranges[at - 1]?.end ?? 0, range.start).trim() === '',
  );
  return together ? importEdits(syntax, text, { start: first.start, end: last.end }) : [];
}
