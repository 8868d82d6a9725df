/** The page against the make-believe server of `npm run dev`: what needs a browser and no telephone. `npm run pages`. */
import { defineConfig } from '@playwright/test'
import whole from './playwright.config.ts'

export default defineConfig({
  ...whole,
  testDir: 'e2e/pages',
  testIgnore: [],
  workers: 1, // the make-believe server shows one scene at a time
  outputDir: 'playwright-report/pages', // beside a run of the others, which empties test-results
  globalSetup: './e2e/pages/serve.ts',
  timeout: 30_000,
  expect: { timeout: 5_000 },
})
