/** A queue's callers in the order in which they are served, and what a supervisor may do with each. */
import { useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '../../i18n'
import { hidden, mayDo, placed, type Deed } from '../../lines'
import type { QueueState, Snapshot } from '../../protocol.gen'
import { deedKeys, type Asking } from './deeds'
import { LineRow } from './line-row'

interface Props {
  queue: QueueState
  snapshot: Snapshot
  onWhy: (call: string) => void
}

export default function LineOf({ queue, snapshot, onWhy }: Props) {
  const { t } = useWords()
  const line = (snapshot.lines ?? []).find((one) => one.queue === queue.id)
  const all = placed(line)
  const [asking, setAsking] = useState<Asking | null>(null)
  const table = useRef<HTMLTableSectionElement>(null)

  const press = (event: KeyboardEvent, at: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      table.current?.querySelectorAll<HTMLElement>('tr[data-call]')[at + step]?.focus()
      return
    }
    const one = all[at]
    const deed = deedKeys.find((row) => row.code === event.code)?.deed
    if (one === undefined || deed === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.target !== event.currentTarget || !mayDo(one).includes(deed)) return
    event.preventDefault()
    setAsking({ call: one.row.call, deed, at: Date.now() })
  }

  return (
    <section className="line-of" aria-label={t('line.title', { queue: queue.name })}>
      <header>
        <h2>{t('line.title', { queue: queue.name })}</h2>
        <span className="num">{t('line.total', { count: line?.total ?? 0 })}</span>
        {(line?.beside ?? 0) > 0 && <span className="quiet num">{t('line.beside', { count: line?.beside ?? 0 })}</span>}
        {all.length > 0 && <Keys />}
      </header>
      {all.length === 0 ? (
        <p className="quiet">{t('line.none')}</p>
      ) : (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                <th scope="col" className="right">{t('line.place')}</th>
                <th scope="col">{t('line.caller')}</th>
                <th scope="col">{t('line.home')}</th>
                <th scope="col">{t('line.status')}</th>
                <th scope="col" className="right">{t('line.waited')}</th>
                <th scope="col">{t('line.notes')}</th>
                <th scope="col">{t('line.actions')}</th>
              </tr>
            </thead>
            <tbody ref={table}>
              {all.map((one, i) => (
                <LineRow
                  key={one.row.call}
                  one={one}
                  ahead={all[i - 1]?.row}
                  queue={queue}
                  snapshot={snapshot}
                  asking={asking?.call === one.row.call ? asking : null}
                  onKey={(event) => press(event, i)}
                  onAsked={() => setAsking(null)}
                  onWhy={onWhy}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hidden(line) > 0 && <p className="quiet">{t('line.more', { count: hidden(line) })}</p>}
    </section>
  )
}

/** Keys names the keys of a row. */
function Keys() {
  const { t } = useWords()
  const name = (deed: Deed) => t(`deed.${deed}`)
  return (
    <p className="line-keys" aria-hidden="true">
      {t('line.keys')}
      {deedKeys.map((row) => (
        <span key={row.deed}>
          <kbd>{row.key}</kbd> {name(row.deed)}
        </span>
      ))}
    </p>
  )
}
