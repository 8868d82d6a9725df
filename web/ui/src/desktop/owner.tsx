/** Which home the call is about and who calls: the head of the pop. */
import Button from 'antd/es/button'
import { memo, useMemo } from 'react'
import { serverNow } from '../clock'
import { phone } from '../format'
import { coded, useWords, type PlainKey } from '../i18n'
import type { Card, Center, Pop, Unit } from '../protocol.gen'
import { useTimes } from '../session'
import { endOf } from '../times'
import { Copy } from './copy'
import { Promises } from './recent'
import { useShortcuts } from './shortcuts'

interface IdentityProps {
  pop: Pop
  center: Center
  onChoose: (owner: string, unit?: string) => void
  onFile: (owner: string) => void
}

/** Identity is the home in large letters, with the person beside it. */
export function Identity({ pop, center, onChoose, onFile }: IdentityProps) {
  const { t } = useWords()
  const { caller } = pop
  const card = caller.owner
  const unit = card && chosenUnit(card, caller.unit ?? '')
  return (
    <section className="who" aria-label={t('pop.who')}>
      <header className="who-head">
        {unit ? <Home unit={unit} /> : <NoHome pop={pop} />}
        <Person pop={pop} onFile={onFile} />
      </header>
      <Promises pop={pop} center={center} />
      {card && (
        <>
          <Warnings card={card} unit={unit} />
          {unit && <UnitFacts unit={unit} />}
          {card.units.length > 1 && <Units card={card} chosen={unit?.ref ?? ''} onUnit={(ref) => onChoose(card.id, ref)} />}
        </>
      )}
    </section>
  )
}

/** chosenUnit is the home the call is about, the only one if there is one only. */
function chosenUnit(card: Card, ref: string): Unit | undefined {
  if (card.units.length === 1) return card.units[0]
  return card.units.find((one) => one.ref === ref || address(one) === ref)
}

function Home({ unit }: { unit: Unit }) {
  const { t } = useWords()
  const alike = unit.sounds_like ?? []
  return (
    <div className="home">
      <p className="home-project">{[unit.project, unit.phase].filter(Boolean).join(' ')}</p>
      <h2 className="home-room">{[unit.building, unit.room].filter(Boolean).join(' ') || '–'}</h2>
      {alike.length > 0 && (
        <p className="read-back">{t('pop.readBack', { building: unit.building ?? '', alike: alike.join(t('pop.or')) })}</p>
      )}
    </div>
  )
}

/** NoHome takes the same room while the home is looked up, chosen, or not known. */
function NoHome({ pop: { caller } }: { pop: Pop }) {
  const { t } = useWords()
  const says: PlainKey =
    caller.match === '' ? 'pop.looking'
    : caller.match === 'withheld' && !caller.owner ? 'pop.withheld'
    : caller.match === 'unknown' && !caller.owner ? 'pop.unknown'
    : caller.owner ? (caller.owner.units.length > 1 ? 'pop.chooseUnit' : 'pop.noUnit')
    : 'pop.whoIsIt'
  return (
    <div className="home" role="status">
      <p className="home-project">{caller.match === '' ? ' ' : t('pop.home')}</p>
      <h2 className="home-room" data-quiet={caller.match === ''}>
        {t(says)}
      </h2>
    </div>
  )
}

function Person({ pop, onFile }: { pop: Pop; onFile: (owner: string) => void }) {
  const { t } = useWords()
  const card = pop.caller.owner
  const id = card?.id
  useShortcuts(useMemo(() => (id === undefined ? {} : { KeyO: () => onFile(id) }), [id, onFile]))
  return (
    <div className="person">
      <p className="person-name">
        {card && (
          <>
            <Segment segment={card.segment} />
            <Relation relation={card.relation} />
            <strong>{card.name}</strong>
            {card.salutation && <span className="owner-salutation">{card.salutation}</span>}
          </>
        )}
      </p>
      <CallerNumber pop={pop} />
      {card && !pop.consulted && (
        <Button size="small" type="link" className="person-file" aria-keyshortcuts="Alt+O" onClick={() => onFile(card.id)}>
          {t('pop.file')} <kbd>Alt O</kbd>
        </Button>
      )}
    </div>
  )
}

/** Warnings are what the agent must know before saying a word. */
const Warnings = memo(function Warnings({ card, unit }: { card: Card; unit: Unit | undefined }) {
  const { t, lang } = useWords()
  const { zone } = useTimes()
  const over = (unit?.warranty ?? []).filter((one) => one.over ?? endOf(one.until, zone) < serverNow())
  const refused = (card.opt_outs ?? []).map((one) => coded(lang, `pop.optOut.${one}`) ?? one)
  return (
    <>
      {card.repeat_complaint && (
        <p className="alert" data-level="danger" role="note">
          {t('pop.repeatWarning', { count: card.complaints_12m ?? 2 })}
        </p>
      )}
      {card.alerts?.map((alert) => (
        <p key={alert.text} className="alert" data-level={alert.level} role="note">
          {alert.text}
        </p>
      ))}
      <p className="chips">
        {!card.repeat_complaint && !!card.complaints_12m && (
          <span className="chip" data-tone="warn">{t('pop.complaints', { count: card.complaints_12m })}</span>
        )}
        {card.language_note && (
          <span className="chip" data-tone="note">
            {t('pop.language')} · {card.language_note}
          </span>
        )}
        {refused.length > 0 && (
          <span className="chip" data-tone="warn">
            {t('pop.optOuts')} · {refused.join(' / ')}
          </span>
        )}
        {unit?.warranty?.map((one) => {
          const isOver = over.includes(one)
          return (
            <span key={one.item} className="chip" data-tone={isOver ? 'bad' : 'good'}>
              {t(isOver ? 'pop.warrantyOver' : 'pop.warrantyUntil', { item: one.item, until: one.until })}
            </span>
          )
        })}
      </p>
    </>
  )
})

export function Relation({ relation }: { relation: string | undefined }) {
  const { lang } = useWords()
  if (relation === undefined || relation === '') return null
  return <span className="chip">{coded(lang, `relation.${relation}`) ?? relation}</span>
}

/** Segment is a badge for customers who are more than ordinary. */
export function Segment({ segment }: { segment: string | undefined }) {
  const { lang } = useWords()
  if (segment === undefined || segment === '' || segment === 'ordinary') return null
  return (
    <span className="chip segment" data-segment={segment}>
      {coded(lang, `segment.${segment}`) ?? segment}
    </span>
  )
}

/** Units is the choice of the home, for a person who has several. */
function Units({ card, chosen, onUnit }: { card: Card; chosen: string; onUnit: (ref: string) => void }) {
  const { t } = useWords()
  return (
    <fieldset className="units">
      <legend>{t(chosen === '' ? 'pop.chooseUnit' : 'pop.otherUnits')}</legend>
      <div className="choice">
        {card.units.map((unit) => (
          <label key={unit.ref} data-on={unit.ref === chosen} className="unit-choice">
            <input type="radio" name="unit" checked={unit.ref === chosen} onChange={() => onUnit(unit.ref)} />
            <span className="quiet">{[unit.project, unit.phase].filter(Boolean).join(' ')}</span>{' '}
            <strong>{[unit.building, unit.room].filter(Boolean).join(' ')}</strong>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function UnitFacts({ unit }: { unit: Unit }) {
  const { t } = useWords()
  const facts = [
    unit.house_type,
    unit.status,
    unit.handover_at && `${t('pop.handover')} ${unit.handover_at}`,
    unit.ambassador && `${t('pop.ambassador')} ${unit.ambassador}`,
    unit.company && `${t('pop.company')} ${unit.company}`,
  ].filter(Boolean)
  if (facts.length === 0) return null
  return (
    <p className="unit-facts">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  )
}

/** address is a unit in one line, the way the register writes it. */
export function address(unit: Unit): string {
  return [unit.project, unit.phase, unit.building, unit.room].filter(Boolean).join(' ')
}

/** CallerNumber is the number in full, to be read aloud and copied. */
function CallerNumber({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const number = pop.caller.number || pop.caller.raw
  if (number === '') return <span className="pop-number">{t('pop.withheld')}</span>
  return (
    <span className="pop-number num">
      {phone(number)}
      <Copy text={number} name={t('pop.copy')} />
    </span>
  )
}
