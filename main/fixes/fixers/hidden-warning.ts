import { editOf, type Fixer, refuse } from '../fixer.ts';
import { isPublic } from './public-files.ts';
import { withLines } from './statements.ts';
import { nodes, parseFile } from './syntax.ts';

/** Takes out the statement that switches a warning off. */
export const hiddenWarning: Fixer = {
  rule: 'hidden-warning',
  mendsBehaviour: true,
  async propose({ range, message }, context) {
    const file = await context.read(range.file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    for (const { node, parent } of nodes(syntax.program)) {
      const isStatement =
        node.type === 'ExpressionStatement' && node.start <= range.start && range.end <= node.end;
      if (!isStatement || !(parent?.type === 'Program' || parent?.type === 'BlockStatement')) continue;
      const inner = nodes(node);
      const calls = [...inner].filter((one) => one.node.type === 'CallExpression');
      if (calls.length > 1) break;
      if (await isPublic(context, range.file))
        return refuse(
          'Users of the package add listeners as well: set the number that is meant instead of none.',
        );
      return editOf(file, `Let ${message.split(' ')[0]} warn again`, [
        { ...withLines(file.text, node, []), text: '' },
      ]);
    }
    return refuse('It is part of a larger statement: look what else that does.');
  },
};
