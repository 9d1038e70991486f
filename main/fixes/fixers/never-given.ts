import type { Finding } from '#contract';
import { NOTE } from '../../source/index.ts';
import { editOf, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import { lowered, noteParameters, type ParameterNote } from './notes.ts';
import { isPublic } from './public-files.ts';
import { noteInPython } from './python-note.ts';
import { isNode, type Node, nodes, nodesIn, parseFile } from './syntax.ts';
import { listed } from './words.ts';

/** Says of parameters which no recorded call needed that it is so. Nothing is cut: what a run shows is no proof that nobody will. */
export const neverGiven: Fixer = {
  rule: 'never-given',
  async propose(finding, context): Promise<Proposal> {
    const { range, function: fn, evidence } = finding;
    const notes = notesOf(finding);
    if (fn === null || notes.length === 0) return refuse('Which parameters they are cannot be told.');
    const names = listed(notes.map(({ name }) => `"${name}"`));
    if (finding.confidence === 'low') {
      const against = evidence.at(notes.length)?.text;
      return refuse(
        `${against === undefined ? 'Another run may give something else.' : `${against}`} Call ${fn.name} with another value for ${names}, in a test for example, and look whether it works.`,
      );
    }
    const file = await context.read(range.file);
    if (await isPublic(context, range.file))
      return refuse(`Users of the package may give ${names}: their calls are in no run of this project.`);
    if (notes.some(({ text }) => text.includes('*/') || text.length > 160))
      return refuse('The value cannot be written in a comment.');
    const title = `Note that no recorded call of ${fn.name} needed ${names}`;
    const edits = file.path.endsWith('.py')
      ? noteInPython(file.text, range.line, notes)
      : noteInJavaScript(file, range, notes);
    if (typeof edits === 'string') return refuse(edits);
    return { ...editOf(file, title, [edits]), optional: true };
  },
};

/** The parameters that the evidence names, each with what is said of it. */
function notesOf({ evidence, range }: Finding): ParameterNote[] {
  const isPython = range.file.endsWith('.py');
  return evidence.flatMap(({ text }): ParameterNote[] => {
    const [, name, value, calls] = /^`([^`]+)` was (.+) in all of (.+)\.$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) return [];
    const written =
      isPython && /^(?:true|false)$/.test(value) ? `${value[0]?.toUpperCase()}${value.slice(1)}` : value;
    const isNothing = value === 'undefined' || (isPython && value === 'null');
    const what = isNothing ? 'gave it' : `gave another value than ${written}`;
    return [{ name, text: `${NOTE[0]?.toUpperCase()}${NOTE.slice(1)} ${what} (${calls}).` }];
  });
}

function noteInJavaScript(file: ProjectFile, range: Finding['range'], notes: readonly ParameterNote[]) {
  const { path, text } = file;
  const syntax = parseFile(file);
  if (syntax === null) return 'The file has syntax errors: mend those first.';
  const found = definitionAt(syntax.program, range);
  if (found === null) return 'The function does not stand there any more.';
  const { fn, statement } = found;
  const params = new Set(nodesIn(fn.params).map(nameOf));
  const other = notes.find(({ name }) => !params.has(name));
  if (other !== undefined) return `The function has no parameter "${other.name}" any more.`;
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  if (text.slice(lineStart, statement.start).trim() !== '')
    return `It begins in the middle of a line, where a comment would not be seen to be about it: ${lowered(notes[0]?.text ?? '')}`;
  return noteParameters(text, statement, syntax.comments, notes, /\.[cm]?tsx?$/.test(path) ? ' - ' : ' ');
}

function nameOf(param: Node): string {
  const pattern = param.type === 'AssignmentPattern' ? (param.left as Node) : param;
  return pattern.type === 'Identifier' ? String(pattern.name) : '';
}

const holding =
  /^(?:VariableDeclarator|VariableDeclaration|Export\w+Declaration|AssignmentExpression|ExpressionStatement|MethodDefinition|PropertyDefinition|Property|ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression)$/;

/** A function, and the statement or member that is all about it: what its comment stands before. */
function definitionAt(program: Node, range: Pick<Finding['range'], 'start' | 'end'>) {
  const parents = new Map<Node, Node | null>();
  for (const { node, parent } of nodes(program)) {
    parents.set(node, parent);
    const isFunction = /Function|Arrow/.test(node.type) && isNode(node.body);
    if (!isFunction || node.start < range.start || node.end > range.end) continue;
    let statement = node;
    for (
      let up = parents.get(node) ?? null;
      up !== null && holding.test(up.type);
      up = parents.get(up) ?? null
    ) {
      // One of several variables of a statement has no comment of its own.
      if (up.type === 'VariableDeclaration' && nodesIn(up.declarations).length > 1) break;
      statement = up;
      if (/^(?:MethodDefinition|PropertyDefinition|Property)$/.test(up.type)) break;
    }
    return { fn: node, statement };
  }
  return null;
}
