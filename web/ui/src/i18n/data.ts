/** Words that reach the page as data, in Chinese, and mean something to it. */

/** segmentRank says how much a customer segment stands out: 0 not at all. */
export function segmentRank(segment: string): 0 | 1 | 2 {
  if (segment === '重要客户') return 2
  if (segment === '优质客户' || segment === '老客户') return 1
  return 0
}
