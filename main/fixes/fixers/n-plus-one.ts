import type { Finding, FunctionIdentity } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { batchDoubt } from './batch-evidence.ts';
import { askedIn, askOnce } from './batch-loop.ts';
import { isNode, lineOf, type Node, nodes, nodesIn, parseFile, type Syntax } from './syntax.ts';

/** So many calls are compared. */
const LOOKED_AT = 100;

/**
 * Asks once for all items of a loop, where whoever is asked has a function that takes a list of keys, and the recorded calls of both
 * show that it gives the same answers in the order of the keys. Else it is said how that would be done.
 */
export const nPlusOne: Fixer = {
  rule: 'n-plus-one',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const { message, evidence, range, function: caller } = finding;
    const callee = /calls ([\w$.#]+) once/.exec(message)?.[1];
    const place = evidence[1]?.range;
    if (callee === undefined || place === undefined || /\.pyw?$/.test(place.file))
      return refuse(recipe(callee ?? 'it', place?.file ?? 'its module', null));
    const asker = await context.read(place.file);
    const asked = parseFile(asker);
    const many = asked && manyOf(asked, asker.text, place, callee);
    if (many === null) return refuse(recipe(callee, place.file, null));
    const [ones, manys] = await Promise.all([
      context.calls.of({ file: place.file, name: callee, line: place.line }, 'start', LOOKED_AT),
      context.calls.of({ ...many.identity, file: place.file }, 'start', LOOKED_AT),
    ]);
    const doubt = batchDoubt(ones, manys);
    const leave = (why: string): Proposal => ({
      ...refuse(recipe(callee, place.file, `${many.name}${why}`)),
      keeps: { file: place.file, name: many.name },
    });
    if (doubt !== null) return leave(`, but ${doubt}`);
    const file = await context.read(range.file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const one = callee.slice(callee.lastIndexOf('.') + 1);
    const loop = askedIn(syntax.program, range, one);
    if (typeof loop === 'string') return leave(`. ${loop} So the edit is yours`);
    const [key, more] = nodesIn(loop.call?.arguments);
    const item = loop.item.replaceAll('$', '\\$');
    const isKey =
      loop.call === null ||
      (key !== undefined && new RegExp(`^${item}(?:\\.[\\w$]+)*$`).test(file.text.slice(key.start, key.end)));
    if (more !== undefined || !isKey)
      return leave(`. What is asked for is more than a part of the item, so the edit is yours`);
    const target = loop.call === null ? null : (loop.call.callee as Node);
    const isMember = isNode(target?.property);
    const named = isMember
      ? `${file.text.slice(target.start, (target.property as Node).start)}${many.name}`
      : many.name;
    const imported =
      isMember || range.file === place.file ? [] : importEdits(syntax, one, many.name, loop.whole);
    if (imported === null)
      return leave(`. How ${one} comes into the file is not plain, so the edit is yours`);
    const isArray = await isRecordedArray(context, caller, file.text.slice(loop.list.start, loop.list.end));
    return editOf(file, `Ask ${many.name} once instead of ${one} for each`, [
      ...askOnce(file.text, loop, named, isArray),
      ...imported,
    ]);
  },
};

/** What to do by hand. @param has what there is already, with what stands against using it */
function recipe(callee: string, file: string, has: string | null): string {
  return has === null
    ? `Ask once for all: give ${file} a function that takes a list of what ${callee} takes one of, call it before the loop, and look the answers up in the loop.`
    : `${file} has ${has}. Call it once before the loop with everything that the loop asks ${callee} for, and look the answers up in the loop.`;
}

interface Many {
  readonly name: string;
  /** As the run knows it. */
  readonly identity: Omit<FunctionIdentity, 'file'>;
}

/** The function beside another one that takes many keys, by its name. */
function manyOf(
  { program }: Syntax,
  text: string,
  place: { readonly start: number; readonly end: number },
  callee: string,
): Many | null {
  const one = callee.slice(callee.lastIndexOf('.') + 1);
  const owner = callee.slice(0, callee.length - one.length);
  const stem = one.replace(/(?:One|ById|ForId)$/, '');
  const names = new RegExp(
    `^(?:${one}(?:Many|All|Batch|s)|${stem}(?:Many|All|ByIds|ForIds|Batch|s)|m${one[0]?.toUpperCase()}${one.slice(1)}|m${one})$`,
  );
  for (const { node, parent } of nodes(program)) {
    const isMethod =
      node.type === 'MethodDefinition' &&
      owner !== '' &&
      nodesIn(parent?.body).some((each) => each.start <= place.start && place.end <= each.end);
    const isFunction =
      node.type === 'FunctionDeclaration' &&
      owner === '' &&
      /^(?:Program|ExportNamedDeclaration)$/.test(parent?.type ?? '');
    const isArrow =
      node.type === 'VariableDeclarator' &&
      owner === '' &&
      isNode(node.init) &&
      /Function/.test(node.init.type);
    if (!isMethod && !isFunction && !isArrow) continue;
    const named = isMethod ? node.key : node.id;
    const fn = isMethod ? node.value : isArrow ? node.init : node;
    if (!isNode(named) || !isNode(fn) || nodesIn(fn.params).length !== 1 || !names.test(String(named.name)))
      continue;
    const name = String(named.name);
    return {
      name,
      identity: { name: `${owner}${name}`, line: lineOf(text, isArrow ? fn.start : node.start) },
    };
  }
  return null;
}

/** Brings a name in beside another one, or in its place where nothing else uses that; `null` where neither is plain. */
function importEdits({ program }: Syntax, one: string, many: string, asked: Node): TextEdit[] | null {
  let others = 0;
  let known = false;
  const places: Node[] = [];
  for (const { node, parent } of nodes(program)) {
    if (node.type !== 'Identifier') continue;
    if (node.name === many) known = true;
    if (node.name !== one || (node.start >= asked.start && node.end <= asked.end)) continue;
    const isSpecifier =
      parent?.type === 'ImportSpecifier' && isNode(parent.imported) && parent.imported.name === one;
    const isRequired = parent?.type === 'Property' && parent.shorthand === true;
    if (isSpecifier || isRequired) places.push(parent);
    else if (!(parent?.type === 'MemberExpression' && parent.property === node && parent.computed !== true))
      others++;
  }
  if (known) return [];
  const [place] = places;
  if (place === undefined || new Set(places).size !== 1) return null;
  return others === 0
    ? [{ start: place.start, end: place.end, text: many }]
    : [{ start: place.end, end: place.end, text: `, ${many}` }];
}

/** Whether the run shows that a parameter of a function is a list. */
async function isRecordedArray(
  context: FixContext,
  fn: FunctionIdentity | null,
  name: string,
): Promise<boolean> {
  const calls = fn === null ? [] : await context.calls.of(fn, 'start', LOOKED_AT);
  const values = calls.flatMap(
    ({ params }) => params?.filter((one) => one.name === name).map(({ value }) => value) ?? [],
  );
  return values.length > 0 && values.every((value) => value.kind === 'list' && value.type === 'Array');
}
