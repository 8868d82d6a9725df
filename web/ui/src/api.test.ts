import { expect, test } from 'vitest'
import { events } from './api'

async function read(...chunks: (string | Uint8Array)[]): Promise<[string, string][]> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
      controller.close()
    },
  })
  const got: [string, string][] = []
  for await (const { name, data } of events(stream)) got.push([name, data])
  return got
}

test('events come whole, however the bytes are cut', async () => {
  const text = 'event: line\ndata: "接通"\n\nevent: end\r\ndata: ""\r\n\r\n'
  const want = [['line', '"接通"'], ['end', '""']]
  expect(await read(text)).toEqual(want)
  const bytes = new TextEncoder().encode(text)
  expect(await read(...Array.from(bytes, (byte) => new Uint8Array([byte])))).toEqual(want)
})

test('an event that was cut off is not an event', async () => {
  expect(await read('event: line\ndata: "a"\n\nevent: li')).toEqual([['line', '"a"']])
})
