import { readFileSync } from 'node:fs';
import { stripTypes } from '../modules/strip-types.ts';
import { parse } from '../parse/index.ts';
import { children, eachChild, isFunction, type Node } from './ast.ts';
import { findFunctions, type RawFunction } from './find.ts';
import { Lines } from './lines.ts';
import type { Original } from './source-map.ts';

/** More pairs than this are not worth comparing at a start. */
const MAX_PAIRS = 4_000_000;

/** A place of the text that runs, and where it stands in the file: from 1, or undefined for what a compiler has added. */
interface Anchor {
  readonly line: number;
  readonly column: number;
  readonly original: Original | undefined;
}

/**
 * Stands in for the source map of a text whose loader keeps the map to itself: a compiler that takes types away keeps functions, statements and calls
 * in their order, so that walking both texts side by side tells which is which.
 */
export class ParallelMap {
  private readonly anchors: readonly Anchor[];

  constructor(anchors: readonly Anchor[]) {
    this.anchors = anchors;
  }

  /** As a source map has it: of the last place at or before a generated one (from 1). */
  original(line: number, column: number): Original | undefined {
    const { anchors } = this;
    let low = 0;
    let high = anchors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = anchors[middle] as Anchor;
      if (at.line < line || (at.line === line && at.column <= column)) low = middle + 1;
      else high = middle;
    }
    return anchors[low - 1]?.original;
  }
}

/** Undefined where the file says the same as the text, or cannot be read as JavaScript with types. */
export function alongside(
  file: string,
  source: string,
  program: Node,
  lines: Lines,
  wrapper: Node | undefined,
): ParallelMap | undefined {
  try {
    const written = readFileSync(file, 'utf8');
    if (source.includes(written)) return undefined;
    const text = /\.[cm]?ts$/.test(file) ? stripTypes(written) : written;
    if (text === undefined) return undefined;
    const original = parse(text, true);
    const generated = findFunctions(program, source, (node) => node === wrapper);
    const pairs = matched(generated, findFunctions(original, text));
    if (!pairs) return undefined;
    const originalLines = new Lines(text);
    const anchors: Anchor[] = [];
    const add = (offset: number, to: number | undefined): void => {
      const place = to === undefined ? undefined : { file, ...originalLines.at(to) };
      anchors.push({ ...lines.at(offset), original: place });
    };
    addInner(wrapper ?? program, original, add);
    for (const { node } of generated) {
      const twin = pairs.get(node);
      add(node.start, twin?.start);
      addInner(node, twin, add);
      add(node.end - 1, twin && twin.end - 1);
    }
    anchors.sort((a, b) => a.line - b.line || a.column - b.column);
    return new ParallelMap(anchors);
  } catch {
    return undefined;
  }
}

type Add = (offset: number, to: number | undefined) => void;

/** Statements and calls of a function without those of inner ones; where they differ none has a place of its own. */
function addInner(node: Node, twin: Node | undefined, add: Add): void {
  if (!twin) return;
  const [own, theirs] = [tellingIn(node), tellingIn(twin)];
  if (own.length !== theirs.length || own.some(({ type }, i) => type !== theirs[i]?.type)) return;
  for (const [i, { start }] of own.entries()) add(start, theirs[i]?.start);
}

function tellingIn(outer: Node): Node[] {
  const found: Node[] = [];
  const look = (node: Node): void => {
    if (isTelling(node.type)) found.push(node);
    if (!isFunction(node)) eachChild(node, look);
  };
  eachChild(outer, look);
  return found;
}

/** Imports, exports and types are what compilers change. */
function isTelling(type: string): boolean {
  if (/^(?:Import|Export|TS)|^(?:Block|Empty)Statement$/.test(type)) return false;
  return /Statement$|^VariableDeclaration$|^(?:Call|Await|New)Expression$/.test(type);
}

/** The functions of both texts that are the same: the longest sequence of those that look alike. */
function matched(
  generated: readonly RawFunction[],
  original: readonly RawFunction[],
): Map<Node, Node> | undefined {
  const [rows, columns] = [generated.length, original.length];
  if (rows * columns > MAX_PAIRS) return undefined;
  const [own, theirs] = [generated.map(signature), original.map(signature)];
  const width = columns + 1;
  // Lengths of the longest sequence from a pair on.
  const lengths = new Uint16Array((rows + 1) * width);
  const length = (row: number, column: number): number => lengths[row * width + column] as number;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] =
        own[row] === theirs[column]
          ? length(row + 1, column + 1) + 1
          : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const pairs = new Map<Node, Node>();
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (own[row] === theirs[column]) {
      pairs.set((generated[row++] as RawFunction).node, (original[column++] as RawFunction).node);
    } else if (length(row + 1, column) >= length(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

function signature({ node, name, kind }: RawFunction): string {
  return `${name} ${kind} ${node.async} ${node.generator} ${children(node, 'params').length}`;
}
