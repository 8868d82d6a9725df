/** Starts the make-believe server on a port of its own. */
import { createServer } from 'vite'

export default async function serve(): Promise<() => Promise<void>> {
  const server = await createServer({ server: { port: 0, hmr: false, watch: null }, logLevel: 'error' })
  await server.listen()
  process.env['DESK_URL'] = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
  return () => server.close()
}
