import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests beside the code. */
const unit = {
  exclude: ['**/node_modules/**', '**/fixtures/**'],
  testTimeout: 30_000,
  setupFiles: ['./vitest.setup.ts'],
};

/**
 * Three projects, one after the other: unit tests beside the code, two files at a time also where two cores are all that there are; those
 * of the tracers, of which many look at times; and end-to-end specs, which drive one built app at a time with a browser and traced processes.
 */
export default defineConfig({
  test: {
    reporters: ['default', './e2e/harness/summary-reporter.ts'],
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['{main,preload,renderer}/**/*.test.{ts,tsx}', 'assets/**/*.test.ts'],
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
          // Style sheets are read, not emptied: the theme's contrast is tested.
          css: true,
        },
      },
      {
        test: { ...unit, name: 'tracers', include: ['runtime/**/*.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
