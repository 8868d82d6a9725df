/** Who of those that share a number is calling. */
import { useEffect, useRef } from 'react'
import { useWords } from '../../i18n'
import type { Card } from '../../protocol.gen'
import { address, Relation, Segment } from '../owner'
import { typing } from './typing'

interface ChoicesProps {
  cards: Card[]
  chosen: string | undefined
  onChoose: (owner: string, unit?: string) => void
}

/** Choices asks which of the people of a number it is; once chosen it folds away. */
export function Choices({ cards, chosen, onChoose }: ChoicesProps) {
  const { t } = useWords()
  const pick = useRef<(n: number) => void>(() => undefined)
  useEffect(() => {
    pick.current = (n) => {
      const card = cards[n - 1]
      if (card !== undefined) onChoose(card.id, onlyUnit(card))
    }
  })
  useEffect(() => {
    if (chosen !== undefined) return
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || typing(event.target)) return
      if (/^[1-9]$/.test(event.key)) pick.current(Number(event.key))
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [chosen])
  return (
    <details key={chosen} className="choices" open={chosen === undefined}>
      <summary>{chosen === undefined ? t('pop.choice', { count: cards.length }) : t('pop.choiceOther', { count: cards.length })}</summary>
      <ol>
        {cards.map((card, i) => (
          <li key={card.id} data-chosen={card.id === chosen}>
            <button type="button" aria-pressed={card.id === chosen} onClick={() => onChoose(card.id, onlyUnit(card))}>
              <kbd aria-hidden={chosen !== undefined}>{i < 9 ? i + 1 : ''}</kbd>
              <span className="choice-name">
                {card.name}
                {card.salutation && <span className="owner-salutation">{card.salutation}</span>}
              </span>
              <Relation relation={card.relation} />
              <span className="choice-units">{card.units.map(address).join(' / ')}</span>
              <Segment segment={card.segment} />
            </button>
          </li>
        ))}
      </ol>
    </details>
  )
}

function onlyUnit(card: Card): string | undefined {
  return card.units.length === 1 ? card.units[0]?.ref : undefined
}
