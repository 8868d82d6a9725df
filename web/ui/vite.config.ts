import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { devServer } from './dev/server.ts'

/** The thirdring that `npm run dev` passes requests on to; without one, dev/server.ts stands in. */
const server = process.env['THIRDRING_URL']

export default defineConfig({
  plugins: [react(), ...(server === undefined ? [devServer()] : [])],
  build: { target: 'es2022', emptyOutDir: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  server: {
    host: '127.0.0.1',
    ...(server === undefined
      ? {}
      : { proxy: { '/api': server, '/ws': { target: server.replace(/^http/, 'ws'), ws: true }, '/sip': { target: server.replace(/^http/, 'ws'), ws: true } } }),
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
