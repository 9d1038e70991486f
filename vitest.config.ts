import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests beside the code. */
const unit = {
  exclude: ['**/node_modules/**', '**/fixtures/**'],
  testTimeout: 30_000,
  setupFiles: ['./vitest.setup.ts'],
};

/** Two files at a time also where two cores are all that there are: much of a test is waiting for a process that it started. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Tests of the tracers that look at clocks, budgets and what comes within some time: they have the machine to themselves. */
const timed = [
  'runtime/node/record/*.test.ts',
  'runtime/node/tracer/{calls-out,counts,endings,limits,live-levels,scope,survival}.test.ts',
  'runtime/python/{budget,clock,limits,live-levels}.test.ts',
];

/**
 * Four projects, one after the other: unit tests beside the code; those of the tracers, and of these the ones that look at times, a file at
 * a time; and end-to-end specs, which drive one built app at a time with a browser and traced processes.
 */
export default defineConfig({
  test: {
    globalSetup: './vitest.global.ts',
    reporters: ['default', './e2e/harness/summary-reporter.ts'],
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['{main,preload,renderer}/**/*.test.{ts,tsx}', 'assets/**/*.test.ts'],
          maxWorkers,
          sequence: { groupOrder: 0 },
          // Style sheets are read, not emptied: the theme's contrast is tested.
          css: true,
        },
      },
      {
        test: {
          ...unit,
          name: 'tracers',
          include: ['runtime/**/*.test.ts'],
          exclude: [...unit.exclude, ...timed],
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...unit,
          name: 'timed',
          include: timed,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
