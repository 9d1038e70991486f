import { isNode, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector, Env } from './collector.ts';
import { eventName, holds } from './look.ts';
import { lookUp } from './scopes.ts';

const adds = new Set(['on', 'addListener', 'addEventListener', 'prependListener', 'subscribe']);
const removes = new Set([
  'off',
  'removeListener',
  'removeEventListener',
  'removeAllListeners',
  'unsubscribe',
]);
const grows = new Set(['push', 'unshift', 'add', 'set']);
const shrinks = new Set(['pop', 'shift', 'splice', 'delete', 'clear', 'remove']);

interface Suspect {
  readonly node: SyntaxNode;
  readonly env: Env;
  readonly target: string;
  readonly subject: string;
}

/** Watches what lives as long as its module: what is added to it, and whether the file ever takes something away. */
export function createLeakWatch({ moduleScope, observe, definition, source }: Collector) {
  const listeners: Suspect[] = [];
  const timers: Suspect[] = [];
  const growth: Suspect[] = [];
  /** By name of the object: the definitions that take something away. */
  const shrunk = new Map<string, number[]>();
  const unlistened = new Set<string>();
  const read = new Set<string>();
  let clearsTimers = false;

  /** A name of the module itself, seen from inside of a function; `null` for anything that may be gone with the call. */
  function longLived(node: unknown, env: Env): string | null {
    if (!isNode(node) || node.type !== 'Identifier') return null;
    const name = String(node.name);
    const binding = lookUp(env.scope, name);
    return binding !== null && moduleScope.names.get(name) === binding ? name : null;
  }

  /** `if (started) return; started = true`: what lies around it asks for something outlasting the call, and then sets it. */
  function isDoneOnce(env: Env): boolean {
    const { start, end } = definition(env.definition);
    const text = source.slice(start, end);
    return [...text.matchAll(/\bif\s*\(\s*!?\s*([A-Za-z_$][\w$]*)\s*\)/g)].some(([, name = '']) => {
      const flag = name.replaceAll('$', '\\$');
      const isOwn = new RegExp(`\\b(?:let|const|var)\\s+${flag}(?![\\w$])`).test(text);
      return (
        moduleScope.names.has(name) && !isOwn && new RegExp(`(?<![\\w$.])${flag}\\s*=(?![=>])`).test(text)
      );
    });
  }

  return {
    seeCall(node: SyntaxNode, callee: SyntaxNode, name: string, env: Env): void {
      if (name === 'clearInterval') clearsTimers = true;
      if (
        name === 'setInterval' &&
        env.function !== -1 &&
        !handedOn.test(source.slice(Math.max(0, node.start - 80), node.start))
      )
        timers.push({ node, env, target: '', subject: 'setInterval' });
      if (callee.type !== 'MemberExpression') return;
      const object = callee.object as SyntaxNode;
      const text = object.type === 'Identifier' ? String(object.name) : '';
      if (removes.has(name)) unlistened.add(text);
      if (shrinks.has(name)) shrunk.set(text, [...(shrunk.get(text) ?? []), env.definition]);
      else if (!grows.has(name)) read.add(text);
      if (env.function === -1) return;
      const target = longLived(object, env);
      if (target === null) return;
      const subject = `${target}.${name}`;
      if (adds.has(name) && eventName(node) !== null && !isStoppable(node))
        listeners.push({ node, env, target, subject });
      if (grows.has(name)) growth.push({ node, env, target, subject });
    },
    finish(): void {
      for (const { node, env, target, subject } of listeners) {
        const binding = moduleScope.names.get(target);
        // A plain variable holds something that is made anew; only what the module exports or imports lives on.
        const lives = binding !== undefined && (binding.imported !== null || binding.definition !== -1);
        if (lives && !unlistened.has(target) && !isDoneOnce(env))
          observe(env, 'listener-added', node, subject, [target]);
      }
      if (!clearsTimers)
        for (const { node, env, subject } of timers.filter(({ env }) => !isDoneOnce(env)))
          observe(env, 'timer-started', node, subject);
      for (const { node, env, target, subject } of growth) {
        const variable = moduleScope.names.get(target)?.definition ?? -1;
        if (variable === -1 || read.has(target)) continue;
        const { start, end } = definition(variable);
        const method = subject.slice(target.length + 1);
        if (!isGrowing(source.slice(start, end), method) || isEmptied(source, target, end)) continue;
        // Whoever registers something wants it kept.
        if (/(?:^|\.)_?register/i.test(definition(env.definition).name)) continue;
        const takers = (shrunk.get(target) ?? []).map((index) => definition(index).name);
        observe(env, 'collection-grows', node, subject, takers);
      }
    },
  };
}

const lists = /[=]\s*(?:\[|new Array\b|Array\b)/;
const collections: Readonly<Record<string, RegExp>> = {
  push: lists,
  unshift: lists,
  add: /=\s*new Set\b/,
  set: /=\s*new Map\b/,
};

/** Whether the variable holds something that the method makes larger: `set` of a vector, or of a typed array, does not. */
const isGrowing = (declaration: string, method: string): boolean =>
  collections[method]?.test(declaration) ?? false;

/** `list.length = 0`, or another list in its place. */
function isEmptied(source: string, target: string, from: number): boolean {
  const name = target.replaceAll('$', '\\$');
  return new RegExp(`(?<![\\w$.])${name}(?:\\.length)?\\s*=(?![=>])`).test(source.slice(from));
}

/** What stands before a call whose result somebody else gets, who may stop the timer. */
const handedOn = /(?:\breturn|=>|[\w\])]\.[\w$#]+\s*=|[(,:?])\s*$/;

/** A listener that an abort signal, or `once`, will remove. */
function isStoppable(node: SyntaxNode): boolean {
  const options = nodesIn(node.arguments)[2];
  return options !== undefined && holds(options, 'Property');
}
