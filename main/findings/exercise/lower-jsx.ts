import { parseSync } from 'oxc-parser';
import { isNode, nodesIn, type SyntaxNode } from '../../source/index.ts';
import { FACTORY } from './jsx-factory.ts';

/** The text of a module with calls in place of its JSX; `null` where there is none, or its syntax is broken. Types stay. */
export function lowerJsx(path: string, text: string): string | null {
  const lang = /\.tsx$/.test(path) ? 'tsx' : 'jsx';
  const { program, errors } = parseSync(path, text, { lang });
  if (errors.length > 0) return null;
  const roots = elementsIn(program as unknown as SyntaxNode);

  /** A part of the text in which elements are replaced. */
  function replaced(start: number, end: number, elements: readonly SyntaxNode[]): string {
    let at = start;
    let result = '';
    for (const element of elements) {
      result += text.slice(at, element.start) + call(element);
      at = element.end;
    }
    return result + text.slice(at, end);
  }

  function code(node: SyntaxNode): string {
    return `(${replaced(node.start, node.end, elementsIn(node))})`;
  }

  function call(element: SyntaxNode): string {
    const opening = element.openingElement as SyntaxNode | undefined;
    const type = opening === undefined ? 'null' : nameOf(opening.name as SyntaxNode);
    const props = nodesIn(opening?.attributes).map(propOf);
    const children = nodesIn(element.children).flatMap(childOf);
    return `${FACTORY}(${[type, `{${props.join(', ')}}`, ...children].join(', ')})`;
  }

  function nameOf(name: SyntaxNode): string {
    const written = text.slice(name.start, name.end);
    return name.type !== 'JSXMemberExpression' && /^[a-z]|[-:]/.test(written)
      ? JSON.stringify(written)
      : written;
  }

  function propOf(attribute: SyntaxNode): string {
    if (attribute.type === 'JSXSpreadAttribute') return `...${code(attribute.argument as SyntaxNode)}`;
    const { name, value } = attribute as unknown as { name: SyntaxNode; value: SyntaxNode | null };
    return `${JSON.stringify(text.slice(name.start, name.end))}: ${attributeValue(value)}`;
  }

  function attributeValue(value: SyntaxNode | null): string {
    if (value === null) return 'true';
    if (value.type === 'Literal') return JSON.stringify(decoded(String(value.value)));
    return value.type === 'JSXExpressionContainer' ? code(value.expression as SyntaxNode) : call(value);
  }

  function childOf(child: SyntaxNode): string[] {
    switch (child.type) {
      case 'JSXText': {
        const words = textOf(String(child.value));
        return words === '' ? [] : [JSON.stringify(decoded(words))];
      }
      case 'JSXExpressionContainer': {
        const inner = child.expression as SyntaxNode;
        return inner.type === 'JSXEmptyExpression' ? [] : [code(inner)];
      }
      case 'JSXSpreadChild':
        return [`...${code(child.expression as SyntaxNode)}`];
      default:
        return [call(child)];
    }
  }

  return roots.length === 0 ? null : replaced(0, text.length, roots);
}

/** Elements and fragments that stand in no other one, in order. */
function elementsIn(root: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting: unknown[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (Array.isArray(node)) waiting.push(...(node as unknown[]));
    if (!isNode(node)) continue;
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') found.push(node);
    else waiting.push(...Object.values(node));
  }
  return found.sort((a, b) => a.start - b.start);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '\u00a9',
  hellip: '\u2026',
  mdash: '\u2014',
  ndash: '\u2013',
  times: '\u00d7',
};

/** With the characters that references stand for: numbers, and the names that people write; others stay as they are. */
const decoded = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (all, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? all;
      return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
    },
  );

/** Lines are trimmed and joined by a space, as every compiler of JSX does; empty ones vanish. */
function textOf(value: string): string {
  const lines = value.split(/\r\n|\n|\r/);
  return lines
    .map((line, at) => {
      const begun = at === 0 ? line : line.replace(/^[ \t]+/, '');
      return at === lines.length - 1 ? begun : begun.replace(/[ \t]+$/, '');
    })
    .filter((line) => line !== '')
    .join(' ');
}
