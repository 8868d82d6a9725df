/** The search box over whom a call may go to, and the list under it. */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useServerNow } from '../../clock'
import { duration, phone } from '../../format'
import { useWords } from '../../i18n'
import { useSession } from '../../session'
import { Dot, useStateWords } from '../state'
import { stepTo, type Choice } from './targets'

interface Props {
  choices: Choice[]
  typed: string
  onType: (typed: string) => void
  onPick: (choice: Choice) => void
}

const most = 60

export function Search({ choices, typed, onType, onPick }: Props) {
  const { t } = useWords()
  const list = useId()
  const [active, setActive] = useState(() => stepTo(choices, -1, 1))
  const shown = choices.slice(0, most)
  // The list lives: whoever was marked may have gone or become busy.
  const at = shown[active] !== undefined && shown[active].why === undefined ? active : stepTo(shown, -1, 1)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, at])
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive(stepTo(shown, at, step))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const choice = shown[at]
      if (choice !== undefined && choice.why === undefined) onPick(choice)
    }
  }
  return (
    <div className="search">
      <input
        ref={field}
        className="search-field"
        role="combobox"
        aria-label={t('xfer.search')}
        aria-expanded
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        placeholder={t('xfer.search')}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        value={typed}
        onChange={(event) => {
          onType(event.target.value)
          setActive(-1)
        }}
        onKeyDown={press}
      />
      <ul id={list} role="listbox" aria-label={t('xfer.found')}>
        {shown.map((choice, i) => (
          <Option
            key={`${choice.target.kind}-${choice.target.id}`}
            id={`${list}-${i}`}
            choice={choice}
            active={i === at}
            onPick={() => choice.why === undefined && onPick(choice)}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="quiet pad" role="status">
          {t('xfer.none')}
        </p>
      )}
    </div>
  )
}

interface OptionProps {
  id: string
  choice: Choice
  active: boolean
  onPick: () => void
}

function Option({ id, choice, active, onPick }: OptionProps) {
  const { t } = useWords()
  const { target, name, note, mate, why } = choice
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={why !== undefined}
      data-active={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <span className="search-kind">{mate ? <Dot state={mate.state} /> : null}{t(`xfer.kind.${target.kind}`)}</span>
      <span className="search-name">
        <strong>{target.kind === 'number' ? phone(name) : name}</strong>
        {target.kind !== 'queue' && <span className="quiet num"> {note}</span>}
      </span>
      <span className="search-state num">
        <About choice={choice} />
      </span>
    </li>
  )
}

/** About is a colleague's state, or a queue's figures. */
function About({ choice: { mate, queue, target } }: { choice: Choice }) {
  const { t } = useWords()
  const { desk } = useSession()
  const words = useStateWords(desk?.snapshot.center.breaks ?? [])
  const now = useServerNow()
  if (mate) {
    const since = mate.since === undefined ? '' : ` ${duration(now - Date.parse(mate.since))}`
    return <span data-state={mate.state} className="search-mate">{words(mate.state, mate.reason) + since}</span>
  }
  if (target.kind !== 'queue' || queue === undefined) return null
  const { waiting, ready } = queue
  return <span className={waiting > 0 ? 'warn' : 'good'}>{t('xfer.figures', { waiting, ready })}</span>
}
