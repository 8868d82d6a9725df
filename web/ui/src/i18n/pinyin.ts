/**
 * The pinyin initials of Chinese words, so that 报修 is found by bx. The
 * browser's own Chinese order knows the readings: each character is put
 * between the first ones of two letters. Characters with several readings
 * count by their usual one.
 */
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ'
const firsts = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀'
const order = new Intl.Collator('zh-CN-u-co-pinyin')
const han = /\p{Script=Han}/u

/** initials gives 电梯 as DT; other characters stay, in upper case and without spaces. */
export function initials(text: string): string {
  return [...text].map(initial).join('')
}

function initial(char: string): string {
  if (!han.test(char)) return char.trim().toUpperCase()
  let letter = ''
  for (let i = 0; i < letters.length; i++) {
    if (order.compare(char, firsts.charAt(i)) < 0) break
    letter = letters.charAt(i)
  }
  return letter
}
