/** How a test that repeats one call is written for a runner. */
export interface TestRunner {
  /** What it needs at the top of a file; `null` where its files are no modules of that kind. */
  readonly head: { readonly module: string | null; readonly script: string | null };
  /** A test of that title; its statements stand on lines of their own, indented by two. */
  test(title: string, statements: readonly string[]): string;
  /** The statement that says that a call ends well. */
  passes(call: string): readonly string[];
  /** The statements that say that a call throws an error of that message, a literal. */
  throws(call: string, message: string): readonly string[];
}

const block =
  (open: string) =>
  (title: string, statements: readonly string[]): string =>
    `${open.replace('TITLE', title)}\n${statements.map((line) => `  ${line}\n`).join('')}});\n`;

const assertion = {
  passes: (call: string) => [`assert.doesNotThrow(() => ${call});`],
  throws: (call: string, message: string) => [`assert.throws(() => ${call}, { message: ${message} });`],
};
const expectation = {
  passes: (call: string) => [`expect(() => ${call}).not.toThrow();`],
  throws: (call: string, message: string) => [`expect(() => ${call}).toThrow(${message});`],
};
const assertHead = {
  module: "import assert from 'node:assert/strict';\n",
  script: "const assert = require('node:assert/strict');\n",
};

const runners = {
  node: {
    ...assertion,
    head: {
      module: `${assertHead.module}import { test } from 'node:test';\n`,
      script: `${assertHead.script}const { test } = require('node:test');\n`,
    },
    test: block("test('TITLE', () => {"),
  },
  vitest: {
    ...expectation,
    head: { module: "import { expect, test } from 'vitest';\n", script: null },
    test: block("test('TITLE', () => {"),
  },
  jest: { ...expectation, head: { module: '', script: '' }, test: block("test('TITLE', () => {") },
  jasmine: { ...expectation, head: { module: '', script: '' }, test: block("it('TITLE', () => {") },
  mocha: { ...assertion, head: assertHead, test: block("it('TITLE', () => {") },
  ava: {
    head: { module: "import test from 'ava';\n", script: "const test = require('ava');\n" },
    test: block("test('TITLE', (t) => {"),
    passes: (call) => [`t.notThrows(() => ${call});`],
    throws: (call, message) => [`t.throws(() => ${call}, { message: ${message} });`],
  },
  tape: {
    head: { module: "import test from 'tape';\n", script: "const test = require('tape');\n" },
    test: block("test('TITLE', (t) => {"),
    passes: (call) => [`t.doesNotThrow(() => ${call});`, 't.end();'],
    throws: (call, message) => [`t.throws(() => ${call}, { message: ${message} });`, 't.end();'],
  },
} as const satisfies Record<string, TestRunner>;

/** The runner that the `test` script of a manifest starts, by its name; `null` for none that is known. */
export function testRunner(manifest: string): { readonly name: string; readonly runner: TestRunner } | null {
  const script = /"test"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(manifest)?.[1] ?? '';
  if (/\bnode\s.*--test\b/.test(script)) return { name: 'node', runner: runners.node };
  for (const name of ['vitest', 'jest', 'jasmine', 'mocha', 'ava', 'tape'] as const)
    if (new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(script)) return { name, runner: runners[name] };
  return null;
}
