/** The bar of call control: every action with its sign, word and key, in its own place whether it can be used or not. */
import AudioMutedOutlined from '@ant-design/icons/es/icons/AudioMutedOutlined'
import CaretRightOutlined from '@ant-design/icons/es/icons/CaretRightOutlined'
import CheckCircleOutlined from '@ant-design/icons/es/icons/CheckCircleOutlined'
import CommentOutlined from '@ant-design/icons/es/icons/CommentOutlined'
import PauseOutlined from '@ant-design/icons/es/icons/PauseOutlined'
import SwapOutlined from '@ant-design/icons/es/icons/SwapOutlined'
import UsergroupAddOutlined from '@ant-design/icons/es/icons/UsergroupAddOutlined'
import UserDeleteOutlined from '@ant-design/icons/es/icons/UserDeleteOutlined'
import UserSwitchOutlined from '@ant-design/icons/es/icons/UserSwitchOutlined'
import Tooltip from 'antd/es/tooltip'
import type { KeyboardEvent, ReactNode } from 'react'
import { useWords, type PlainKey } from '../../i18n'
import { aboutTo } from '../script/about'
import { callKeys, keyWords, thirdKeys } from './keys'
import { barActions, type BarAction } from './rules'
import { Keypad, Lifebuoy, Record } from './signs'
import type { CallControl } from './use-control'

const keys = { ...callKeys, ...thirdKeys }

interface Look {
  sign: ReactNode
  word: PlainKey
  /** on is how the button looks while what it stands for is so. */
  on?: { sign: ReactNode; word: PlainKey }
}

const looks: Record<BarAction, Look> = {
  hold: { sign: <PauseOutlined />, word: 'control.hold', on: { sign: <CaretRightOutlined />, word: 'control.resume' } },
  mute: { sign: <AudioMutedOutlined />, word: 'control.mute', on: { sign: <AudioMutedOutlined />, word: 'control.unmute' } },
  keypad: { sign: <Keypad />, word: 'control.keypad' },
  pause: { sign: <Record paused />, word: 'control.pause', on: { sign: <Record />, word: 'control.record' } },
  consult: { sign: <CommentOutlined />, word: 'control.consult' },
  transfer: { sign: <UserSwitchOutlined />, word: 'control.transfer' },
  swap: { sign: <SwapOutlined />, word: 'control.swap' },
  conference: { sign: <UsergroupAddOutlined />, word: 'control.conference' },
  complete: { sign: <CheckCircleOutlined />, word: 'control.complete' },
  drop: { sign: <UserDeleteOutlined />, word: 'control.drop' },
  help: { sign: <Lifebuoy />, word: 'control.help', on: { sign: <Lifebuoy />, word: 'control.helpAsked' } },
}

const requests: Partial<Record<BarAction, string>> = {
  hold: 'call.hold', mute: 'call.mute', pause: 'call.pause', swap: 'call.swap', conference: 'call.conference',
  complete: 'call.complete', drop: 'call.drop',
}

const panels: BarAction[] = ['keypad', 'consult', 'transfer', 'help']

export function Bar({ control }: { control: CallControl }) {
  const { t } = useWords()
  return (
    <div className="bar" role="toolbar" aria-label={t('control.label')} onKeyDown={moveFocus}>
      {barActions.map((action) => (
        <BarButton key={action} action={action} control={control} />
      ))}
    </div>
  )
}

/** The arrows go along the bar, as in any toolbar. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}

function BarButton({ action, control }: { action: BarAction; control: CallControl }) {
  const { t } = useWords()
  const { on, why } = control.controls[action]
  const look = on ? (looks[action].on ?? looks[action]) : looks[action]
  const busy = control.asking.has(requests[action] ?? '')
  const opens = panels.includes(action)
  const toggles = looks[action].on !== undefined && !opens
  return (
    <Tooltip title={<Hint words={why === undefined ? undefined : t(`control.why.${why}`)} keys={keyWords(keys[action])} />}>
      <button
        type="button"
        className="bar-button"
        id={`bar-${action}`}
        data-on={on}
        data-action={action}
        data-open={control.panel === action}
        aria-disabled={why !== undefined}
        aria-busy={busy}
        {...(toggles ? { 'aria-pressed': on } : {})}
        {...(opens ? { 'aria-expanded': control.panel === action } : {})}
        aria-keyshortcuts={keys[action].keys.join('+')}
        {...(why === undefined ? {} : { 'aria-description': t(`control.why.${why}`) })}
        {...(why === undefined && !on ? saying(action) : {})}
        onClick={() => control.act(action)}
      >
        <span className="bar-sign" aria-hidden="true">
          {look.sign}
        </span>
        <span className="bar-word">{t(action === 'drop' && control.pop.phase === 'transferring' ? 'control.takeBack' : look.word)}</span>
      </button>
    </Tooltip>
  )
}

/** saying shows the phrase to say before an action, once the hand is on its button. */
function saying(action: BarAction) {
  const about = action === 'transfer' ? 'transfer' : action === 'hold' || action === 'consult' ? 'hold' : null
  const [on, off] = [() => aboutTo(about), () => aboutTo(null)]
  return about === null ? {} : { onPointerEnter: on, onFocus: on, onPointerLeave: off, onBlur: off }
}

/** Hint is a tooltip: why something cannot be used, or what it does, and its key. */
export function Hint({ words, keys: combination }: { words: string | undefined; keys: string }) {
  return (
    <span className="hint">
      {words !== undefined && <span>{words}</span>}
      <kbd>{combination}</kbd>
    </span>
  )
}
