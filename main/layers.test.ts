import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `package.json#imports` maps to which place. */
const aliases: readonly [RegExp, string][] = [
  [/^#contract$/, 'preload/contract/index.ts'],
  [/^#contract\/(.*)$/, 'preload/contract/$1.ts'],
  [/^#format$/, 'runtime/format/index.ts'],
  [/^#main\/(.*)$/, 'main/$1.ts'],
  [/^#renderer\/(.*)$/, 'renderer/$1'],
];

interface Import {
  readonly from: string;
  /** Path inside the repository, or a package name. */
  readonly to: string;
}

function sourceFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((file) => /^(runtime|main|preload|renderer)\/.*\.tsx?$/.test(file))
    .filter((file) => !/(\.test\.tsx?$)|(\/fixtures?\/)|(\/testing\/)|(\.test\/)/.test(file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((e) => e.moduleRequest?.value ?? [])),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const literal = /^(['"])(.*)\1$/.exec(text.slice(start, end));
      return literal?.[2] ?? [];
    }),
  ];
  return specifiers.map((specifier) => ({ from: file, to: resolve(file, specifier) }));
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier)).replaceAll('\\', '/');
  for (const [pattern, target] of aliases) {
    if (pattern.test(specifier)) return specifier.replace(pattern, target);
  }
  return specifier;
}

const inside = (path: string, place: string) => path.startsWith(`${place}/`);
const isOurs = (path: string) => /^(runtime|main|preload|renderer|e2e|bench)\//.test(path);

/** A rule says which imports it forbids; the name is read when it fails. */
const rules: readonly { readonly name: string; readonly forbids: (i: Import) => boolean }[] = [
  {
    name: 'runtime imports nothing of ours outside itself',
    forbids: ({ from, to }) => inside(from, 'runtime') && isOurs(to) && !inside(to, 'runtime'),
  },
  {
    name: 'the recording format imports nothing of ours outside itself',
    forbids: ({ from, to }) => inside(from, 'runtime/format') && isOurs(to) && !inside(to, 'runtime/format'),
  },
  {
    name: 'main imports of runtime only the format, and of preload only the contract',
    forbids: ({ from, to }) =>
      inside(from, 'main') &&
      isOurs(to) &&
      !inside(to, 'main') &&
      !inside(to, 'runtime/format') &&
      !inside(to, 'preload/contract'),
  },
  {
    name: 'the contract stands alone',
    forbids: ({ from, to }) =>
      inside(from, 'preload/contract') && isOurs(to) && !inside(to, 'preload/contract'),
  },
  {
    name: 'the contract uses no Node and no framework, only valibot',
    forbids: ({ from, to }) => inside(from, 'preload/contract') && !isOurs(to) && to !== 'valibot',
  },
  {
    name: 'the renderer imports of the rest only the contract',
    forbids: ({ from, to }) =>
      inside(from, 'renderer') && isOurs(to) && !inside(to, 'renderer') && !inside(to, 'preload/contract'),
  },
  {
    name: 'the renderer uses nothing of Node',
    forbids: ({ from, to }) => inside(from, 'renderer') && to.startsWith('node:'),
  },
  {
    name: 'only the desktop host and the bridge import electron',
    forbids: ({ from, to }) =>
      to === 'electron' && !inside(from, 'main/desktop') && from !== 'preload/bridge.ts',
  },
  {
    name: 'hosts do not import each other',
    forbids: ({ from, to }) => {
      const host = /^main\/(desktop|server|cli)\//;
      const [a, b] = [host.exec(from)?.[1], host.exec(to)?.[1]];
      return a !== undefined && b !== undefined && a !== b;
    },
  },
  {
    name: 'the engine knows no host',
    forbids: ({ from, to }) =>
      inside(from, 'main') &&
      !/^main\/(desktop|server|cli)\//.test(from) &&
      /^main\/(desktop|server|cli)\//.test(to),
  },
  {
    name: 'views never import views',
    forbids: ({ from, to }) => {
      const view = /^renderer\/views\/([^/]+)\//;
      const [a, b] = [view.exec(from)?.[1], view.exec(to)?.[1]];
      return a !== undefined && b !== undefined && a !== b;
    },
  },
  {
    name: 'the canvas uses no React',
    forbids: ({ from, to }) => inside(from, 'renderer/canvas') && /^react/.test(to),
  },
];

describe('the layers', () => {
  const imports = sourceFiles().flatMap(importsOf);

  it('are walked at all', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  for (const rule of rules) {
    it(rule.name, () => {
      const breaches = imports.filter(rule.forbids).map((i) => `${i.from} -> ${i.to}`);
      expect(breaches).toEqual([]);
    });
  }
});
