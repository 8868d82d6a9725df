import { expect, test } from 'vitest'
import type { Group } from './config'
import { hoursText, hoursTyped, openAt, weekOf, weekWritten } from './hours'

const office: Group = {
  id: 'office',
  week: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], hours: ['09:00-12:00', '13:30-18:00'] },
    { days: ['sat'], hours: ['22:00-02:00'] },
  ],
  holiday: ['10:00-15:00'],
}
const calendar: Group[] = [
  { date: '2026-10-01', until: '2026-10-07', name: '国庆节', kind: 'holiday' },
  { date: '2026-10-10', name: '国庆节调休', kind: 'workday' },
]

test.each([
  ['9-12 13:30-18', '09:00-12:00 13:30-18:00'],
  ['９：００—１２：００、13：30～18：00', '09:00-12:00 13:30-18:00'],
  ['9:00至18:00', '09:00-18:00'],
  ['13:00-18:00, 9:00-12:00', '09:00-12:00 13:00-18:00'],
  ['9-12 11-14', '09:00-14:00'],
  ['22:00 - 2:00', '22:00-02:00'],
  ['全天', '00:00-24:00'],
  ['24 小时', '00:00-24:00'],
  ['休息', ''],
  ['', ''],
])('%s is understood', (typed, want) => expect(hoursText(hoursTyped(typed) ?? [{ from: 1, to: 2 }])).toBe(want))

test.each(['9', '25-26', '9:60-10', 'soon', '9-12 x'])('%s is not', (typed) => expect(hoursTyped(typed)).toBeNull())

test('a week is written as it was read', () => expect(weekWritten(weekOf(office))).toEqual(office['week']))

test.each([
  ['2026-11-23', '09:00', true, 'weekday'], // a Monday
  ['2026-11-23', '12:00', false, 'weekday'],
  ['2026-11-23', '17:59', true, 'weekday'],
  ['2026-11-22', '01:59', true, 'weekday'], // Saturday's, after midnight
  ['2026-11-22', '02:00', false, 'weekday'],
  ['2026-10-01', '10:00', true, 'holiday'],
  ['2026-10-07', '16:00', false, 'holiday'],
  ['2026-10-10', '13:30', true, 'workday'], // a Saturday with Monday's hours
  ['2026-10-10', '23:00', false, 'workday'],
])('%s at %s: open %s, by its %s', (date, clock, open, kind) => {
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  expect(openAt(office, calendar, date, minute)).toMatchObject({ open, kind })
})
