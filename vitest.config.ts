import { defineConfig } from 'vitest/config';

/**
 * Two projects: unit tests beside the code run in parallel; end-to-end specs drive one built app at a time,
 * and after the others, because each starts a browser and a traced process and two cores are all some machines have.
 */
export default defineConfig({
  test: {
    reporters: ['default', './e2e/harness/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{runtime,main,preload,renderer}/**/*.test.{ts,tsx}', 'assets/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/fixtures/**'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
          setupFiles: ['./vitest.setup.ts'],
          // Style sheets are read, not emptied: the theme's contrast is tested.
          css: true,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
