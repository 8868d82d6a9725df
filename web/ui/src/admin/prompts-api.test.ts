import { expect, test } from 'vitest'
import { audioOf, found, sourcesOf, type Prompt } from './prompts-api'

const one = (id: string, text: string, used: string[] = []): Prompt => ({
  id, text, situation: 'greeting', version: 0, ms: 1000, ...(used.length === 0 ? {} : { used_by: used.map((name) => ({ path: 'hotlines[400].greeting', name })) }),
})
const all = [one('greet.main', '您好,很高兴为您服务。', ['全国热线']), one('notice.cuihu', '翠湖停水。'), one('close.main', '再见!')]

test('prompts are found by id, text and use', () => {
  const ids = (search: string) => found(all, search).map(({ id }) => id)
  expect(ids('')).toHaveLength(3)
  expect(ids('MAIN')).toEqual(['greet.main', 'close.main'])
  expect(ids('翠湖')).toEqual(['notice.cuihu'])
  expect(ids('全国 main')).toEqual(['greet.main'])
  expect(ids('停电')).toEqual([])
})

test('the address of a sound names its version', () => {
  expect(audioOf('greet.main', 3)).toBe('/api/prompts/greet.main/audio?version=3')
  expect(audioOf('queue.position', 0, 'queue.position-1')).toBe('/api/prompts/queue.position/audio?version=0&piece=queue.position-1')
})

test('a prompt with a recorded piece says so beside what is synthesised', () => {
  const piece = (id: string, source: 'synthesised' | 'uploaded') => ({ id, ms: 1000, source })
  expect(sourcesOf({ ...one('a', ''), source: 'synthesised', pieces: [piece('a-1', 'uploaded'), piece('a-2', 'synthesised')] })).toEqual(['uploaded', 'synthesised'])
  expect(sourcesOf({ ...one('a', ''), source: 'uploaded' })).toEqual(['uploaded'])
  expect(sourcesOf(one('a', ''))).toEqual([])
})
