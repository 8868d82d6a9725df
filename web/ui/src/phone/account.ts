/** The password of the page's telephone. */
import type { Account } from './line'

/** NoAccount is why there is none. */
export class NoAccount extends Error {
  constructor(readonly why: 'offline' | 'refused' | 'elsewhere') {
    super(why)
  }
}

/** fetchAccount makes this page the telephone; with a page's name it renews, unless another page is it now. */
export async function fetchAccount(page: string | undefined): Promise<Account> {
  let answer: Response
  try {
    answer = await fetch('/api/phone', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(page === undefined ? {} : { page }),
    })
  } catch {
    throw new NoAccount('offline')
  }
  if (answer.ok) return (await answer.json()) as Account
  if (answer.status === 409) throw new NoAccount('elsewhere')
  throw new NoAccount(answer.status >= 500 || answer.status === 429 ? 'offline' : 'refused')
}
