import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { unblock } from './python-async.ts';
import { isNode, type Node, nodes, nodesIn, parseFile, type Syntax } from './syntax.ts';

/** Calls whose twin in `fs.promises` takes and gives the same. */
const twins =
  /^(access|appendFile|chmod|chown|copyFile|cp|lstat|mkdir|mkdtemp|readFile|readdir|readlink|realpath|rename|rm|rmdir|stat|symlink|truncate|unlink|utimes|writeFile)Sync$/;

/** Waits for a file instead of holding everything up, where the function is one that can wait. */
export const syncIo: Fixer = {
  rule: 'sync-io-in-request',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const { range } = finding;
    const file = await context.read(range.file);
    if (range.file.endsWith('.py')) return await unblock(finding, file, context);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const found = callAt(syntax.program, range);
    if (found === null) return refuse('The call does not stand there any more.');
    const { call, parent, around } = found;
    if (around?.async !== true)
      return refuse(
        'Its function is not async: whoever calls it would get a promise instead, and has to wait for it first.',
      );
    const callee = call.callee as Node;
    const name = String((isNode(callee.property) ? callee.property : callee).name);
    const twin = twins.exec(name)?.[1];
    if (twin === undefined) return refuse(`${name} has no twin that only differs in waiting.`);
    const edits =
      callee.type === 'MemberExpression'
        ? throughObject(syntax, callee, twin)
        : throughName(syntax, call, name, twin, file.text);
    if (edits === null) return refuse(`Where ${name} comes from cannot be told.`);
    const needsBrackets =
      parent !== null &&
      /^(Member|Call|TaggedTemplate)Expression$/.test(parent.type) &&
      (parent.object === call || parent.callee === call || parent.tag === call);
    return editOf(file, `Wait for ${twin}`, [
      { start: call.start, end: call.start, text: needsBrackets ? '(await ' : 'await ' },
      ...edits,
      ...(needsBrackets ? [{ start: call.end, end: call.end, text: ')' }] : []),
    ]);
  },
};

function callAt(program: Node, range: { readonly start: number; readonly end: number }) {
  const functions: Node[] = [];
  let found: { call: Node; parent: Node | null } | null = null;
  for (const { node, parent } of nodes(program)) {
    if (/Function|Arrow/.test(node.type) && node.start <= range.start && range.end <= node.end)
      functions.push(node);
    if (node.type === 'CallExpression' && node.start === range.start && node.end === range.end)
      found = { call: node, parent };
  }
  return found && { ...found, around: functions.at(-1) ?? null };
}

/** `fs.readFileSync` of an import or a require of node:fs: `fs.promises.readFile`. */
function throughObject({ program }: Syntax, callee: Node, twin: string): TextEdit[] | null {
  const object = callee.object as Node;
  if (object.type !== 'Identifier' || !namesOf(program, 'fs').has(String(object.name))) return null;
  const property = callee.property as Node;
  return [{ start: property.start, end: property.end, text: `promises.${twin}` }];
}

/** Local names that stand for the whole of a built-in module. */
function namesOf(program: Node, module: string): Set<string> {
  const names = new Set<string>();
  const isModule = (value: unknown): boolean => value === module || value === `node:${module}`;
  for (const { node } of nodes(program)) {
    if (node.type === 'ImportDeclaration' && isNode(node.source) && isModule(node.source.value))
      for (const specifier of nodesIn(node.specifiers))
        if (specifier.type !== 'ImportSpecifier' && isNode(specifier.local))
          names.add(String(specifier.local.name));
    if (node.type === 'VariableDeclarator' && isNode(node.init) && isNode(node.id)) {
      const argument = nodesIn(node.init.arguments)[0];
      const required = isNode(node.init.callee) && node.init.callee.name === 'require';
      if (required && isModule(argument?.value) && node.id.type === 'Identifier')
        names.add(String(node.id.name));
    }
  }
  return names;
}

/** `readFileSync` imported by name: its twin is imported instead, and the old name goes where nothing else uses it. */
function throughName(
  { program }: Syntax,
  call: Node,
  name: string,
  twin: string,
  text: string,
): TextEdit[] | null {
  const body = nodesIn(program.body);
  const statement = body.find(
    (one) =>
      one.type === 'ImportDeclaration' &&
      isNode(one.source) &&
      /^(?:node:)?fs$/.test(String(one.source.value)) &&
      nodesIn(one.specifiers).some(
        (each) =>
          isNode(each.local) &&
          each.local.name === name &&
          isNode(each.imported) &&
          each.imported.name === name,
      ),
  );
  if (statement === undefined) return null;
  let uses = 0;
  let taken = false;
  for (const { node, parent } of nodes(program)) {
    if (node.type !== 'Identifier' || parent?.type === 'ImportSpecifier') continue;
    if (node.name === name) uses++;
    if (node.name === twin && !(parent?.type === 'MemberExpression' && parent.property === node))
      taken = true;
  }
  const specifiers = nodesIn(statement.specifiers);
  const source = statement.source as Node;
  const quote = text[source.start] ?? "'";
  const promises = `${quote}node:fs/promises${quote}`;
  const end = text[statement.end - 1] === ';' ? ';' : '';
  const known = body.find(
    (one) =>
      one.type === 'ImportDeclaration' &&
      isNode(one.source) &&
      /^(?:node:)?fs\/promises$/.test(String(one.source.value)),
  );
  const alreadyThere =
    known !== undefined &&
    nodesIn(known.specifiers).some((each) => isNode(each.local) && each.local.name === twin);
  if (taken && !alreadyThere) return null;
  const edits: TextEdit[] = [
    { start: (call.callee as Node).start, end: (call.callee as Node).end, text: twin },
  ];
  const left = specifiers.filter((each) => !(isNode(each.local) && each.local.name === name));
  const added = alreadyThere ? '' : `import { ${twin} } from ${promises}${end}`;
  if (uses > 1) {
    if (added !== '')
      edits.push({ start: statement.end, end: statement.end, text: `\n${added}`, shared: true });
  } else if (left.length === 0)
    edits.push(
      added === ''
        ? { start: statement.start, end: statement.end + 1, text: '' }
        : { start: statement.start, end: statement.end, text: added },
    );
  else {
    const at = specifiers.findIndex((each) => isNode(each.local) && each.local.name === name);
    const [one, next, before] = [specifiers[at], specifiers[at + 1], specifiers[at - 1]];
    if (one === undefined) return null;
    edits.push(
      next === undefined
        ? { start: before?.end ?? one.start, end: one.end, text: '' }
        : { start: one.start, end: next.start, text: '' },
    );
    if (added !== '')
      edits.push({ start: statement.end, end: statement.end, text: `\n${added}`, shared: true });
  }
  return edits;
}
