import type { CapturedValue, Finding, SpanDetail } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, type ProposedEdits, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { exportedAs } from './exported-function.ts';
import { guardBefore } from './missing-guard.ts';
import { sayWhatIsNone } from './python-broken.ts';
import { regressionTest } from './regression-test.ts';
import { isNode, type Node, nodes, parseFile } from './syntax.ts';

/**
 * Guards a function that reads a member of undefined or null, at the place that the recorded calls show. Where what is wanted instead
 * is plain it does without: nothing in a text, nothing to go through, a condition that does not hold. Where the value is used further it
 * says in an error of its own what was missing. Where the function is exported
 * and a failing call was recorded whole, the project's tests get that call.
 */
export const brokenFunction: Fixer = {
  rule: 'broken-function',
  mendsBehaviour: true,
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    if (finding.range.file.endsWith('.py'))
      return sayWhatIsNone(finding, await context.read(finding.range.file), context);
    const member = /Cannot read propert(?:y|ies) ['"]?(?:of (?:undefined|null) \(reading ')?([\w$]+)/.exec(
      finding.message,
    )?.[1];
    if (member === undefined || !/of (undefined|null)/.test(finding.message))
      return refuse('What should happen instead is for a person to say: see the inputs that failed.');
    const file = await context.read(finding.range.file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const within = accesses(syntax.program, finding.range);
    const text = ({ start, end }: Node): string => file.text.slice(start, end);
    const bases = new Set(within.filter((one) => nameOf(one.node) === member).map((one) => text(one.base)));
    const [base, more] = bases;
    if (base === undefined) return refuse(`Where "${member}" is read cannot be told from the text.`);
    if (more !== undefined)
      return refuse(
        `"${member}" is read of ${[...bases].join(' and of ')}: the recording does not say of which it failed.`,
      );
    const seen = finding.function === null ? [] : await context.calls.of(finding.function, 'errors', 5);
    const failed = seen.filter((call) => call.status === 'error' && isMissing(call, base));
    if (seen.length > 0 && failed.length === 0)
      return refuse(`The recorded calls do not show that ${base} was missing.`);
    const edits: TextEdit[] = [];
    for (const { node, base: object, chain, parent } of within) {
      if (text(object) !== base || node.optional === true) continue;
      const fallback = fallbackFor(chain, parent);
      if (fallback === null) {
        const first = within.find((one) => text(one.base) === base && one.node.optional !== true);
        const guard = guardBefore(file, syntax.program, finding, base, first?.base ?? object);
        if (typeof guard === 'string')
          return refuse(`The value of ${text(chain)} is used further, and ${guard}`);
        const fix = editOf(file, `Say that ${base} is missing`, [guard.edit]);
        return withTest(fix, finding, syntax.program, failed, guard.message, context);
      }
      const dot = file.text.indexOf('.', object.end);
      const computed = node.computed === true;
      edits.push(
        computed
          ? { start: object.end, end: object.end, text: '?.' }
          : { start: dot, end: dot + 1, text: '?.' },
      );
      if (fallback !== '') edits.push({ start: chain.end, end: chain.end, text: fallback });
    }
    const fix = editOf(file, `Do without ${base} where it is missing`, edits);
    return withTest(fix, finding, syntax.program, failed, null, context);
  },
};

interface Access {
  /** The member expression. */
  readonly node: Node;
  /** Of what a member is read. */
  readonly base: Node;
  /** The outermost expression that is skipped when the base is missing. */
  readonly chain: Node;
  readonly parent: Node | null;
}

/** Every read of a member in a part of a file. */
function accesses(program: Node, part: { readonly start: number; readonly end: number }): Access[] {
  const parents = new Map<Node, Node | null>();
  const found: Node[] = [];
  for (const { node, parent } of nodes(program)) {
    parents.set(node, parent);
    if (node.type === 'MemberExpression' && node.start >= part.start && node.end <= part.end)
      found.push(node);
  }
  return found.flatMap((node) => {
    if (!isNode(node.object)) return [];
    let chain = node;
    for (let up = parents.get(chain); up != null && continues(up, chain); up = parents.get(chain)) chain = up;
    return [{ node, base: node.object, chain, parent: parents.get(chain) ?? null }];
  });
}

/** Whether an expression is skipped together with the one that it is built on. */
const continues = (outer: Node, inner: Node): boolean =>
  (outer.type === 'MemberExpression' && outer.object === inner) ||
  (outer.type === 'CallExpression' && outer.callee === inner) ||
  outer.type === 'ChainExpression';

const nameOf = ({ property }: Node): string =>
  isNode(property) ? String(property.name ?? property.value) : '';

/** What stands for a missing value where an expression is used; `null` where that is not plain. */
function fallbackFor(chain: Node, parent: Node | null): string | null {
  switch (parent?.type) {
    case 'TemplateLiteral':
      return " ?? ''";
    case 'SpreadElement':
      return ' ?? []';
    case 'ForOfStatement':
      return parent.right === chain ? ' ?? []' : null;
    case 'IfStatement':
    case 'WhileStatement':
    case 'ConditionalExpression':
      return parent.test === chain ? '' : null;
    case 'UnaryExpression':
      return parent.operator === '!' || parent.operator === 'typeof' ? '' : null;
    case 'BinaryExpression':
      return /^[!=]==?$/.test(String(parent.operator)) ? '' : null;
    case 'LogicalExpression':
      return parent.operator === '??' && parent.left === chain ? '' : null;
    case 'ExpressionStatement':
      return '';
    default:
      return null;
  }
}

/** Whether a recorded call had nothing where a path like `customer.address` leads. */
function isMissing({ params }: SpanDetail, path: string): boolean {
  const [first = '', ...keys] = path.split(/\??\./);
  let value: CapturedValue | undefined = params?.find(({ name }) => name === first)?.value;
  if (value === undefined) return true;
  for (const key of keys) {
    if (value.kind !== 'object') return true;
    const entry: { value: CapturedValue } | undefined = value.entries.find((one) => one.key === key);
    if (entry === undefined) return value.entries.length === value.size;
    value = entry.value;
  }
  return value.kind === 'primitive' && (value.type === 'undefined' || value.type === 'null');
}

/** With a test of a call that failed, where the project's tests can make it. */
async function withTest(
  fix: ProposedEdits,
  { function: fn, range }: Finding,
  program: Node,
  calls: readonly SpanDetail[],
  message: string | null,
  context: FixContext,
): Promise<ProposedEdits> {
  const exported = fn === null ? null : exportedAs(program, fn.name);
  if (fn === null || exported === null) return fix;
  const failed = { name: fn.name, file: range.file, ...exported, calls, message };
  const test = await regressionTest(failed, context);
  return test === null
    ? fix
    : { ...fix, title: `${fix.title}, and test it`, changes: [...fix.changes, test] };
}
