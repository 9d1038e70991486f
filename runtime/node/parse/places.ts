import { eachChild, isFunction, type Node } from '../instrument/ast.ts';

/**
 * Where in a text stands what the tracer does something about, so that its walks can leave out all parts that hold nothing of it: most
 * of a text. Offsets that ascend, each within its node; `END_OF_PLACES` is the last. There may be more than there need be.
 */
export interface Places {
  /** Functions and static blocks. */
  readonly functions: readonly number[];
  /** Calls, with `new` and dynamic imports, and loops that wait. */
  readonly calls: readonly number[];
  /** All these, and classes, imports, `return`, `try` and whatever waits. */
  readonly telling: readonly number[];
}

/** Behind the end of any text that the engine can hold. */
const END_OF_PLACES = 2 ** 30 - 1;

let functions: number[] = [];
let calls: number[] = [];
let telling: number[] = [];

/** At the beginning of a text. */
export function forgetPlaces(): void {
  functions = [];
  calls = [];
  telling = [];
}

/** By the offset of the current token, so that they come in the order of the text. */
export function noteTelling(at: number): void {
  telling.push(at);
}

export function noteCall(at: number): void {
  calls.push(at);
  telling.push(at);
}

export function noteFunction(at: number): void {
  functions.push(at);
  telling.push(at);
}

export function takePlaces(): Places {
  const found = { functions, calls, telling };
  for (const places of [functions, calls, telling]) places.push(END_OF_PLACES);
  forgetPlaces();
  return found;
}

const CALLS = new Set(['CallExpression', 'NewExpression', 'ImportExpression']);
const TELLING = new Set(
  `ClassDeclaration ClassExpression ImportDeclaration ReturnStatement TryStatement AwaitExpression
  YieldExpression`.split(/\s+/),
);

/** The same of a tree that another parser has made. */
export function findPlaces(program: Node): Places {
  forgetPlaces();
  const visit = (node: Node): void => {
    if (isFunction(node) || node.type === 'StaticBlock') noteFunction(node.start);
    else if (CALLS.has(node.type) || (node.type === 'ForOfStatement' && node.await === true))
      noteCall(node.start);
    else if (TELLING.has(node.type)) noteTelling(node.start);
    eachChild(node, visit);
  };
  visit(program);
  for (const places of [functions, calls, telling]) places.sort((a, b) => a - b);
  return takePlaces();
}

/** Tells of a node whether one of the places is within it. Quick where nodes are asked about in about the order of the text. */
export function holder(places: readonly number[]): (node: Node) => boolean {
  let at = 0;
  return ({ start, end }) => {
    while (at > 0 && (places[at - 1] as number) >= start) at--;
    while ((places[at] as number) < start) at++;
    return (places[at] as number) < end;
  };
}

export const placesOf = (program: Node): Places => program.places as Places;
