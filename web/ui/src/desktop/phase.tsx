/** The band over the pop: where the call stands, its clock, and how to take or end it. */
import PhoneFilled from '@ant-design/icons/es/icons/PhoneFilled'
import StarFilled from '@ant-design/icons/es/icons/StarFilled'
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import type { ReactNode } from 'react'
import { useServerNow } from '../clock'
import { duration, rings, wholeRings } from '../format'
import { useWords, type PlainKey } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { PhoneQualityWarning } from '../phone'
import { Rings } from '../rings'
import { useSession } from '../session'
import { Hint } from './control/bar'
import { callKeys, keyWords } from './control/keys'
import { thirdNow, type Action } from './control/rules'
import type { CallControl } from './control/use-control'

interface Props {
  pop: Pop
  center: Center
  control: CallControl
}

export function Phase({ pop, center, control }: Props) {
  const { t } = useWords()
  const look = pop.phase === 'talking' && talkingWords(pop) === 'phase.held' ? 'held' : pop.phase
  return (
    <section className="phase" data-phase={look} aria-label={t('phase.label')}>
      {pop.phase === 'offering' && <Ringing pop={pop} center={center} control={control} />}
      {pop.phase === 'dialling' && <Dialling pop={pop} center={center} control={control} />}
      {pop.phase === 'talking' && <Talking pop={pop} center={center} control={control} />}
      {pop.phase === 'transferring' && <Transferring pop={pop} />}
      {pop.phase === 'ended' && <Ended pop={pop} />}
    </section>
  )
}

/** Standing is where the call stands; control/announce.tsx says it aloud. */
function Standing({ sign, words, note }: { sign: ReactNode; words: string; note?: string | undefined }) {
  return (
    <>
      {sign}
      <span className="phase-words">
        <strong>{words}</strong>
        {note !== undefined && <span className="phase-note">{note}</span>}
      </span>
    </>
  )
}

function Ringing({ pop, center, control }: Props) {
  const { t } = useWords()
  const { desk } = useSession()
  const now = useServerNow()
  const limit = (center.queues.find((queue) => queue.id === pop.queue)?.ring_limit_s ?? 15) * 1000
  const cadence = (center.ring_on_s + center.ring_off_s) * 1000
  const whole = wholeRings(limit, cadence)
  const by = pop.ring_by === undefined ? null : Date.parse(pop.ring_by)
  const ring = by === null ? 1 : Math.min(whole, rings(now - (by - limit), cadence))
  const device = desk?.snapshot.me.agent?.device.kind ?? 'phone'
  const words = t(ringingWords(pop))
  const note = pop.auto_answer ? t('phase.autoAnswer') : device === 'page' ? undefined : t('phase.offeringHint')
  return (
    <>
      <Standing sign={<Rings className="phase-rings" lit={ring} />} words={words} note={note} />
      <span className="phase-space" />
      <span className="num phase-count" aria-hidden="true">
        {t('phase.ring', { ring, limit: whole })}
      </span>
      {by !== null && (
        <span className="phase-clock num" aria-hidden="true">
          {t('phase.ringLeft', { seconds: Math.ceil(Math.max(0, Math.min(limit, by - now)) / 1000) })}
        </span>
      )}
      <span className="phase-buttons">
        <Act action="answer" word="control.answer" keys={keyWords(callKeys.answer)} control={control} />
        <Act action="reject" word={pop.for === 'dialler' ? 'control.giveUp' : 'control.reject'} keys={keyWords(callKeys.hangup)} control={control} danger />
      </span>
    </>
  )
}

/** ringingWords says what the agent's telephone rings for. */
export function ringingWords(pop: Pop): PlainKey {
  if (pop.for === 'consult') return 'phase.consultRings'
  if (pop.for === 'dialler') return 'phase.yourPhone'
  return pop.for === 'callback' ? 'phase.callbackConfirmed' : 'phase.offering'
}

/** Dialling shows a call to a customer: the agent's own, or one that the queue makes because it was promised. */
function Dialling({ pop, center, control }: Props) {
  const { t } = useWords()
  const promised = pop.for === 'callback'
  const purpose = center.purposes.find((one) => one.code === pop.purpose)?.name ?? pop.purpose
  return (
    <>
      <Standing
        sign={<Rings className="phase-rings" />}
        words={t(promised ? 'phase.callingBack' : 'phase.dialling')}
        note={promised ? t('phase.callingBackNote') : purpose}
      />
      <span className="phase-space" />
      <Clock from={pop.offered_at ?? pop.arrived_at} />
      {!promised && (
        <span className="phase-buttons">
          <Act action="hangup" word="control.giveUp" keys={keyWords(callKeys.hangup)} control={control} danger />
        </span>
      )}
    </>
  )
}

function Talking({ pop, control }: Props) {
  const { t } = useWords()
  const third = thirdNow(pop)
  const held = pop.held_since !== undefined
  const words = talkingWords(pop)
  const notes: string[] = [
    ...(pop.muted ? [t('phase.muted')] : []),
    ...(held && third === undefined && pop.phone_hold ? [t('phase.phoneHold')] : []),
  ]
  return (
    <>
      <Standing sign={<PhoneFilled aria-hidden="true" />} words={t(words)} note={notes.length === 0 ? undefined : notes.join(' · ')} />
      {pop.recorded && (
        <span className="rec" data-paused={pop.paused === true} title={t(pop.paused ? 'phase.pausedHint' : 'phase.recordedHint')}>
          {t(pop.paused ? 'phase.paused' : 'phase.recorded')}
        </span>
      )}
      <PhoneQualityWarning />
      <span className="phase-space" />
      <Clock from={(third || pop.consulted ? undefined : pop.held_since) ?? pop.answered_at ?? pop.connected_at} />
      <span className="phase-buttons">
        {pop.survey && <Act action="survey" word="control.survey" keys={keyWords(callKeys.survey)} hint="control.surveyHint" sign={<StarFilled />} control={control} />}
        <Act
          action="hangup"
          word={pop.consulted ? 'control.leave' : 'phase.hangup'}
          keys={keyWords(callKeys.hangup)}
          hint={pop.consulted ? undefined : third === undefined ? 'phase.hangupHint' : 'phase.hangupGives'}
          control={control}
          danger
        />
      </span>
    </>
  )
}

/** talkingWords names who hears whom. */
export function talkingWords(pop: Pop): PlainKey {
  const third = thirdNow(pop)
  const held = pop.held_since !== undefined
  if (pop.consulted) return held ? 'phase.consulted' : 'phase.conference'
  if (third?.conference) return 'phase.conference'
  if (held && third !== undefined && !third.held) return 'phase.consulting'
  return held ? 'phase.held' : 'phase.talking'
}

function Transferring({ pop }: { pop: Pop }) {
  const { t } = useWords()
  return (
    <>
      <Standing sign={<Rings className="phase-rings" />} words={t('phase.transferring')} note={t('phase.transferringNote')} />
      <span className="phase-space" />
      <Clock from={pop.third?.since} />
    </>
  )
}

function Ended({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const talked = pop.answered_at && pop.ended_at ? duration(Date.parse(pop.ended_at) - Date.parse(pop.answered_at)) : null
  const asked = pop.end_reason === 'survey' && t('phase.ended.survey')
  const over = pop.ended_by ? t(`phase.ended.${pop.ended_by}`) : t('phase.ended')
  const words = pop.end_reason === 'not_reached' ? t('phase.notReached') : asked || over
  return (
    <>
      <Standing sign={<PhoneFilled className="phase-down" aria-hidden="true" />} words={words} />
      <span className="phase-space" />
      {talked !== null && <span className="num">{t('phase.talked', { time: talked })}</span>}
    </>
  )
}

function Clock({ from }: { from: string | undefined }) {
  const now = useServerNow()
  const since = Date.parse(from ?? '')
  return (
    <span className="phase-clock num" aria-hidden="true">
      {Number.isNaN(since) ? '' : duration(now - since)}
    </span>
  )
}

interface ActProps {
  action: Action
  word: PlainKey
  keys: string
  hint?: PlainKey | undefined
  control: CallControl
  danger?: boolean
  sign?: ReactNode
}

/** Act is a button of the band: to take the call, or apart from all others to end it. */
function Act({ action, word, keys, hint, control, danger = false, sign }: ActProps) {
  const { t } = useWords()
  const { why } = control.controls[action]
  const words = why !== undefined ? t(`control.why.${why}`) : hint === undefined ? undefined : t(hint)
  return (
    <Tooltip title={<Hint words={words} keys={keys} />}>
      <Button
        className={danger ? 'phase-end' : 'phase-answer'}
        type="primary"
        danger={danger}
        icon={sign ?? <PhoneFilled className={danger ? 'phase-down' : undefined} />}
        aria-disabled={why !== undefined}
        aria-keyshortcuts={keys.replace(' ', '+')}
        loading={(action === 'hangup' || action === 'survey') && control.asking.has(`call.${action}`)}
        onClick={() => control.act(action)}
      >
        {t(word)}
      </Button>
    </Tooltip>
  )
}
