/** What is measured in a browser rather than tested. `make bench`. */
import { defineConfig } from '@playwright/test'
import whole from './playwright.config.ts'

export default defineConfig({ ...whole, testDir: 'e2e/bench', testIgnore: [], workers: 1 })
