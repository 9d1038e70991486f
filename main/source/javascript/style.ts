import type { StyleFacts } from '../code/facts.ts';
import type { LineIndex } from '../line-index.ts';
import type { SyntaxNode } from '../syntax-tree.ts';

/** Counts how a file is written; what is odd about it is decided beside the other files of the project. */
export function createStyle(source: string, lines: LineIndex) {
  const found = new Map<string, { line: number; count: number }>();
  const count = (kind: string, offset: number): void => {
    const known = found.get(kind);
    if (known === undefined) found.set(kind, { line: lines.lineAt(offset), count: 1 });
    else known.count++;
  };
  return {
    see(node: SyntaxNode): void {
      switch (node.type) {
        case 'VariableDeclaration':
          count(node.kind === 'var' ? 'var' : 'let or const', node.start);
          break;
        case 'BinaryExpression':
          if (node.operator === '==' || node.operator === '!=') {
            const right = node.right as SyntaxNode;
            // `x == null` asks for both null and undefined, on purpose.
            if (!(right.type === 'Literal' && right.value === null)) count('loose equality', node.start);
          } else if (node.operator === '===' || node.operator === '!==') count('strict equality', node.start);
          break;
        case 'Literal':
          if (typeof node.value === 'string') {
            const quote = source.charCodeAt(node.start);
            if (!(node.value as string).includes("'") && !(node.value as string).includes('"'))
              count(quote === 34 ? 'double quotes' : 'single quotes', node.start);
          }
          break;
        case 'ExpressionStatement':
        case 'ReturnStatement':
          // The last statement of a one-line block needs none.
          count(source.charCodeAt(node.end - 1) === 59 ? 'semicolon' : 'no semicolon', node.start);
          break;
      }
    },
    finish: (): StyleFacts => ({ oddities: [...found].map(([kind, at]) => ({ kind, ...at })) }),
  };
}
