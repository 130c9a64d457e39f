import { defineConfig } from 'vitest/config'

/** `unit` is pure and quick; `contract` talks to real servers; `e2e` drives the production build in a real browser. */
export default defineConfig({
  test: {
    setupFiles: ['tests/seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,components,entrypoints,demo,scripts,walk,bench,faults}/**/*.test.{ts,tsx}', 'tests/oracle/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,screens}/**/*.test.{ts,tsx}'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // A browser waits more than it works: two files at a time, on two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
})
