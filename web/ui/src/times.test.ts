import { expect, test } from 'vitest'
import { clockTime, endOf, fromLocal, fullTime, knownZone, toLocal } from './times'

const shanghai = 'Asia/Shanghai'
const now = new Date('2026-11-22T06:05:00Z')

test('clockTime leaves out what is plain', () => {
  expect(clockTime(new Date('2026-11-22T01:03:00Z'), now, 'zh-CN', shanghai)).toBe('09:03')
  expect(clockTime(new Date('2026-11-21T01:03:00Z'), now, 'zh-CN', shanghai)).toBe('11/21 09:03')
  expect(clockTime(new Date('2024-11-21T01:03:00Z'), now, 'zh-CN', shanghai)).toBe('2024/11/21 09:03')
})

test('today is the day of the zone', () => {
  const lateYesterdayInUTC = new Date('2026-11-21T16:30:00Z')
  expect(clockTime(lateYesterdayInUTC, now, 'zh-CN', shanghai)).toBe('00:30')
  expect(clockTime(lateYesterdayInUTC, now, 'en', shanghai)).toBe('00:30')
  expect(clockTime(lateYesterdayInUTC, now, 'zh-CN', 'UTC')).toBe('11/21 16:30')
  expect(fullTime(lateYesterdayInUTC, 'zh-CN', shanghai)).toBe('2026/11/22 00:30:00')
})

test.each([shanghai, 'UTC', 'Asia/Kolkata', 'America/New_York', undefined])('what is picked in %s is what was shown', (zone) => {
  for (const at of ['2026-11-22T06:05:00Z', '2026-07-01T23:59:59Z', '2026-12-31T16:00:00Z']) {
    expect(fromLocal(toLocal(Date.parse(at), zone), zone)).toBe(Date.parse(at))
  }
})

test('18:00 in a picker is 18:00 in the centre', () => {
  expect(fromLocal(new Date(2026, 10, 22, 18).getTime(), shanghai)).toBe(Date.parse('2026-11-22T10:00:00Z'))
})

test('a warranty ends with its day in the centre', () => {
  expect(endOf('2027-06-30', shanghai)).toBe(Date.parse('2027-06-30T15:59:59Z'))
})

test('an unknown zone is the browser’s', () => {
  expect(knownZone(shanghai)).toBe(shanghai)
  expect(knownZone('Local')).toBeUndefined()
})
