import { expect, test } from 'vitest'
import type { Group } from './config'
import { cleared, marked } from './days'

const golden: Group = { date: '2026-10-01', until: '2026-10-07', name: '国庆节', kind: 'holiday' }

test('a day is taken out of the middle of a holiday', () => {
  expect(cleared([golden], '2026-10-03', '2026-10-03')).toEqual([{ ...golden, until: '2026-10-02' }, { ...golden, date: '2026-10-04' }])
  expect(cleared([golden], '2026-09-01', '2026-10-06')).toEqual([{ date: '2026-10-07', name: '国庆节', kind: 'holiday' }])
})

test('what is marked replaces what was there, in order', () => {
  const workday = { date: '2026-10-07', until: '2026-10-07', name: '调休', kind: 'workday' as const }
  const may = { date: '2026-05-01', until: '2026-05-05', name: '劳动节', kind: 'holiday' as const }
  expect(marked([golden], workday, may)).toEqual([may, { ...golden, until: '2026-10-06' }, { date: '2026-10-07', name: '调休', kind: 'workday' }])
})
