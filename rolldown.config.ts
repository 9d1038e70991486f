import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, type RolldownOptions } from 'rolldown';

/** Packages with binaries of their own stay outside the bundles and are loaded from node_modules. */
const native = ['better-sqlite3', '@lydell/node-pty', 'oxc-parser', 'oxc-resolver', 'ws'];

/** Every `x-worker.ts` below main becomes `dist/main/x-worker.mjs`, where `main/worker-url.ts` looks for it. */
const workers = Object.fromEntries(
  globSync('main/**/*-worker.ts').map((file) => [basename(file, '.ts'), file] as const),
);

/**
 * What the tracer's own code finds under the names of built-ins, whatever the app makes of the global ones later: the
 * constructors as they were, and copies of those whose functions it calls by name.
 */
const copied = ['Math', 'JSON', 'Reflect', 'Atomics'];
const kept =
  `Array ArrayBuffer BigInt Buffer Error Float64Array Function Int32Array Map Number Promise RangeError RegExp Set
  SharedArrayBuffer String Symbol SyntaxError TypeError Uint8Array Uint32Array WeakMap WeakRef WeakSet process`.split(
    /\s+/,
  );
const builtIns = `const{${kept.join()},Object:_Object}=globalThis,_own=_Object.getOwnPropertyDescriptors,${copied
  .map((name) => `${name}=_Object.create(null,_own(globalThis.${name}))`)
  .join()},Object=_Object.defineProperties((value)=>_Object(value),_own(_Object));`;

/** Preloaded into the target: CommonJS, nothing outside these files. Old Node must be able to read them. */
export const runtime: RolldownOptions[] = (
  [
    ['hook', 'hook', 'cjs', 'cjs'],
    // Run by the hook, with the code compiled for it before.
    ['tracer', 'start', 'cjs', 'cjs'],
    // The loader's thread of Node 20 takes nothing but a module.
    ['loader', 'loader', 'esm', 'mjs'],
  ] as const
).map(([name, entry, format, extension]) => ({
  input: { [name]: `runtime/node/${entry}.ts` },
  platform: 'node',
  transform: { target: 'node20' },
  // The recorder's functions are inlined into the app's by the size of their bytecode.
  optimization: { inlineConst: true },
  output: {
    dir: 'dist/runtime/node',
    format,
    entryFileNames: `[name].${extension}`,
    ...(name === 'tracer' ? { intro: builtIns } : {}),
  },
}));

/**
 * The engine, its workers and the command line share chunks, all in one folder so that `import.meta.url` leads to the
 * workers from any of them. Old chunks stay: a command that is running may still ask for one of them.
 */
const main: RolldownOptions[] = [
  {
    input: {
      cli: 'main/cli/main.ts',
      serve: 'main/server/serve.ts',
      'engine-process': 'main/desktop/engine-process.ts',
      ...workers,
    },
    platform: 'node',
    external: native,
    output: {
      dir: 'dist/main',
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'chunks-[name]-[hash].mjs',
      sourcemap: true,
    },
  },
];

/** The Electron host and its preload script; a sandboxed preload is CommonJS and may load nothing but electron. */
const desktop: RolldownOptions[] = [
  {
    input: 'main/desktop/main.ts',
    platform: 'node',
    external: ['electron'],
    output: { file: 'dist/desktop/main.mjs', format: 'esm', sourcemap: true },
  },
  {
    input: 'preload/bridge.ts',
    platform: 'node',
    external: ['electron'],
    output: { file: 'dist/preload/bridge.cjs', format: 'cjs', sourcemap: 'hidden' },
  },
];

export default defineConfig([...runtime, ...main, ...desktop]);
