import { expect, test } from 'vitest'
import { initials } from './pinyin'

test.each([
  ['报修-急修/紧急', 'BX-JX/JJ'],
  ['投诉', 'TS'],
  ['邻里', 'LL'],
  ['电梯', 'DT'],
  ['渗漏', 'SL'],
  ['维修进度查询/回复', 'WXJDCX/HF'],
  ['物业费', 'WYF'],
  ['按揭', 'AJ'],
  ['咨询', 'ZX'],
  ['二次', 'EC'],
  ['麻', 'M'],
  ['满意', 'MY'],
  ['屋顶漏雨', 'WDLY'],
  ['老客户', 'LKH'],
  ['暖气', 'NQ'],
  ['外墙', 'WQ'],
  ['11 栋 A', '11DA'],
])('%s is found by %s', (words, want) => {
  expect(initials(words)).toBe(want)
})
