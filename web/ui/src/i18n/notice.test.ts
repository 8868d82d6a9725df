import { expect, test } from 'vitest'
import { readNotice } from './notice.zh'

const spans = (text: string, year = 2026) => readNotice(text, year).spans.map(({ date, until, name, kind }) => `${name} ${date}${until === date ? '' : `..${until.slice(5)}`} ${kind}`)

test('a line as people paste it', () => {
  expect(spans('国庆节 10月1日至7日放假,10月10日上班')).toEqual(['国庆节 2026-10-01..10-07 holiday', '国庆节调休 2026-10-10 workday'])
})

test('a whole notice', () => {
  const { spans: found, unread, astray } = readNotice(
    `关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班。`,
    2025,
  )
  expect([unread, astray]).toEqual([[], []])
  expect(found.map(({ date, until, name, kind }) => [name, date, until, kind])).toEqual([
    ['元旦', '2026-01-01', '2026-01-03', 'holiday'],
    ['元旦调休', '2026-01-04', '2026-01-04', 'workday'],
    ['春节', '2026-02-15', '2026-02-23', 'holiday'],
    ['春节调休', '2026-02-14', '2026-02-14', 'workday'],
    ['春节调休', '2026-02-28', '2026-02-28', 'workday'],
    ['清明节', '2026-04-04', '2026-04-06', 'holiday'],
    ['国庆节', '2026-10-01', '2026-10-07', 'holiday'],
    ['国庆节调休', '2026-09-20', '2026-09-20', 'workday'],
    ['国庆节调休', '2026-10-10', '2026-10-10', 'workday'],
  ])
})

test('a holiday over the turn of the year, one day, two months', () => {
  expect(spans('元旦：2023年12月30日至2024年1月1日放假调休，共3天。', 2024)).toEqual(['元旦 2023-12-30..01-01 holiday'])
  expect(spans('元旦：1月1日（周三）放假1天，不调休。', 2025)).toEqual(['元旦 2025-01-01 holiday'])
  expect(spans('春节：1月28日至2月4日放假', 2025)).toEqual(['春节 2025-01-28..02-04 holiday'])
})

test('what is not understood is said, not guessed', () => {
  expect(readNotice('中秋节：9月25日至27日', 2026)).toMatchObject({ spans: [], unread: ['中秋节：9月25日至27日'] })
  expect(readNotice('国庆节：10月7日至1日放假', 2026).unread).toEqual(['10月7日至1日'])
  expect(readNotice('国庆节：10月1日（周三）放假', 2026).astray).toEqual(['10月1日 周三'])
  expect(readNotice('2月30日放假', 2026).unread).toEqual(['2月30日'])
})
