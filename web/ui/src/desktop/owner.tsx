/** The owner's file as the pop shows it, and the choice where a number has several owners. */
import Button from 'antd/es/button'
import { serverNow } from '../clock'
import { coded, useWords } from '../i18n'
import type { Card, Unit } from '../protocol.gen'
import { useTimes } from '../session'
import { endOf } from '../times'

interface OwnerProps {
  card: Card
  unit: string
  onUnit: (ref: string) => void
}

export function Owner({ card, unit, onUnit }: OwnerProps) {
  const { t } = useWords()
  return (
    <section className="owner">
      <header>
        <h2>
          {card.name}
          {card.salutation && <span className="owner-salutation">{card.salutation}</span>}
        </h2>
        <Relation relation={card.relation} />
        <Segment segment={card.segment} />
        {card.repeat_complaint && <span className="chip" data-tone="bad">{t('pop.repeat')}</span>}
        {!!card.complaints_12m && (
          <span className="chip" data-tone="warn">{t('pop.complaints', { count: card.complaints_12m })}</span>
        )}
        {card.language_note && (
          <span className="chip">
            {t('pop.language')} · {card.language_note}
          </span>
        )}
      </header>
      {card.alerts?.map((alert) => (
        <p key={alert.text} className="alert" data-level={alert.level} role="note">
          {alert.text}
        </p>
      ))}
      <Units units={card.units} chosen={unit} onUnit={onUnit} />
      <OptOuts optOuts={card.opt_outs ?? []} />
    </section>
  )
}

function Relation({ relation }: { relation: string | undefined }) {
  const { lang } = useWords()
  if (relation === undefined || relation === '') return null
  return <span className="chip">{coded(lang, `relation.${relation}`) ?? relation}</span>
}

/** Segment is a badge for customers who are more than ordinary. */
function Segment({ segment }: { segment: string | undefined }) {
  const { lang } = useWords()
  if (segment === undefined || segment === '' || segment === 'ordinary') return null
  return (
    <span className="chip segment" data-segment={segment}>
      {coded(lang, `segment.${segment}`) ?? segment}
    </span>
  )
}

function Units({ units, chosen, onUnit }: { units: Unit[]; chosen: string; onUnit: (ref: string) => void }) {
  const { t } = useWords()
  if (units.length === 0) return null
  const single = units[0]
  if (units.length === 1 && single !== undefined) {
    return (
      <div className="units">
        <UnitFacts unit={single} />
      </div>
    )
  }
  return (
    <fieldset className="units">
      <legend>{t('pop.chooseUnit')}</legend>
      {units.map((unit) => (
        <label key={unit.ref} className="unit-choice">
          <input
            type="radio"
            name="unit"
            checked={chosen === unit.ref || chosen === address(unit)}
            onChange={() => onUnit(unit.ref)}
          />
          <UnitFacts unit={unit} />
        </label>
      ))}
    </fieldset>
  )
}

function UnitFacts({ unit }: { unit: Unit }) {
  const { t } = useWords()
  const { zone } = useTimes()
  const facts = [
    unit.house_type,
    unit.status,
    unit.handover_at && `${t('pop.handover')} ${unit.handover_at}`,
    unit.ambassador && `${t('pop.ambassador')} ${unit.ambassador}`,
    unit.company && `${t('pop.company')} ${unit.company}`,
  ].filter(Boolean)
  return (
    <div className="unit">
      <p className="unit-address">
        <span>{[unit.project, unit.phase].filter(Boolean).join(' ')}</span>
        <strong>{[unit.building, unit.room].filter(Boolean).join(' ')}</strong>
      </p>
      <p className="unit-facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {unit.warranty?.map((one) => {
          const over = endOf(one.until, zone) < serverNow()
          return (
            <span key={one.item} className={over ? 'bad' : 'good'}>
              {t(over ? 'pop.warrantyOver' : 'pop.warrantyUntil', { item: one.item, until: one.until })}
            </span>
          )
        })}
      </p>
    </div>
  )
}

/** address is a unit in one line, the way the register writes it. */
function address(unit: Unit): string {
  return [unit.project, unit.phase, unit.building, unit.room].filter(Boolean).join(' ')
}

function OptOuts({ optOuts }: { optOuts: string[] }) {
  const { t, lang } = useWords()
  if (optOuts.length === 0) return null
  const words = optOuts.map((one) => coded(lang, `pop.optOut.${one}`) ?? one)
  return (
    <p className="opt-outs">
      {t('pop.optOuts')}
      {words.map((word) => (
        <span key={word} className="chip" data-tone="warn">
          {word}
        </span>
      ))}
    </p>
  )
}

interface ChoicesProps {
  cards: Card[]
  chosen: string | undefined
  onChoose: (owner: string, unit?: string) => void
}

export function Choices({ cards, chosen, onChoose }: ChoicesProps) {
  const { t } = useWords()
  return (
    <section className="choices" aria-label={t('pop.choice', { count: cards.length })}>
      <h2>{t('pop.choice', { count: cards.length })}</h2>
      <ul>
        {cards.map((card) => (
          <li key={card.id} data-chosen={card.id === chosen}>
            <span className="choice-name">
              {card.name}
              {card.salutation && <span className="owner-salutation">{card.salutation}</span>}
            </span>
            <Relation relation={card.relation} />
            <span className="choice-units">{card.units.map(address).join(' / ')}</span>
            <Button
              size="small"
              type={chosen === undefined ? 'primary' : 'default'}
              ghost={chosen === undefined}
              disabled={card.id === chosen}
              aria-label={`${t('pop.choose')} ${card.name}`}
              onClick={() => onChoose(card.id, card.units.length === 1 ? card.units[0]?.ref : undefined)}
            >
              {card.id === chosen ? t('pop.chosen') : t('pop.choose')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
