import { expect, test } from 'vitest'
import type { OwnerFile } from '../../owners'
import { merge } from './merge'

const base: OwnerFile = {
  id: 'o1', version: 3, name: '王建国', relation: 'owner', segment: 'ordinary', email: 'a@b.cn',
  phones: [{ index: 0, masked: '138****1234', kind: 'mobile' }, { index: 1, masked: '139****5678', kind: 'mobile' }],
  units: [{ index: 0, ref: 'p 1 101', project: 'p', building: '1', room: '101', house_type: 'x' }, { index: 1, ref: 'p 2 202', project: 'p', building: '2', room: '202' }],
  opt_out: { care_call: false, sms: false, marketing: false, survey: false },
  alerts: [{ text: 'lift', level: 'warn' }],
}
const theirs = (part: Partial<OwnerFile>): OwnerFile => ({ ...base, version: 4, ...part })

test('what only one side changed is taken from there', () => {
  const { file, clashes, changed } = merge(base, { ...base, email: 'new@b.cn' }, theirs({ name: '王建' }))
  expect(file).toMatchObject({ version: 4, name: '王建', email: 'new@b.cn' })
  expect(clashes).toEqual([])
  expect(changed).toEqual(['name'])
})

test('where both changed the same field, what was typed here stays and the other is told', () => {
  const { file, clashes } = merge(base, { ...base, name: 'here' }, theirs({ name: 'there' }))
  expect(file.name).toBe('here')
  expect(clashes).toEqual([{ path: 'name', theirs: 'there', mine: 'here' }])
})

test('both made the same change', () => {
  expect(merge(base, { ...base, name: 'x' }, theirs({ name: 'x' })).clashes).toEqual([])
})

test('entries keep to what they name when the other side removed one before them', () => {
  const mine = { ...base, units: [base.units[0] ?? {}, { ...base.units[1], house_type: 'mine' }] }
  const { file } = merge(base, mine, theirs({ units: [{ ...base.units[1], index: 0 }] }))
  expect(file.units).toEqual([{ index: 0, ref: 'p 2 202', project: 'p', building: '2', room: '202', house_type: 'mine' }])
})

test('a home changed here that the other side removed is made anew; an unknown number cannot be', () => {
  const mine: OwnerFile = { ...base, units: [{ ...base.units[0], room: '102' }], phones: [{ index: 0, kind: 'home' }, { index: 1, kind: 'mobile', masked: '139****5678' }] }
  const { file } = merge(base, mine, theirs({ units: [], phones: [{ index: 0, masked: '139****5678', kind: 'mobile' }] }))
  expect(file.units).toEqual([{ ref: 'p 1 101', project: 'p', building: '1', room: '102', house_type: 'x' }])
  expect(file.phones).toEqual([{ index: 0, masked: '139****5678', kind: 'mobile' }])
})

test('new entries of both sides are kept, and removals too', () => {
  const mine: OwnerFile = { ...base, phones: [...base.phones, { number: '021123' }], alerts: [] }
  const { file } = merge(base, mine, theirs({ alerts: [...base.alerts, { text: 'water', level: 'info' }] }))
  expect(file.phones).toHaveLength(3)
  expect(file.alerts).toEqual([{ text: 'water', level: 'info' }])
})
