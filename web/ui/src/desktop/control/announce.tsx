/** What a screen reader says of the call: a region that is always there, since one that comes with its words is often not read. */
import { phone } from '../../format'
import { useWords, type Translate } from '../../i18n'
import type { Pop } from '../../protocol.gen'
import { useSession } from '../../session'
import { talkingWords } from '../phase'

export function Announce() {
  const { t } = useWords()
  const { desk } = useSession()
  const pop = desk?.snapshot.pop
  const ringing = pop?.phase === 'offering'
  return (
    <>
      <p className="unseen" role="alert">
        {ringing && `${t(pop.for === 'callback' ? 'phase.callbackConfirmed' : 'phase.offering')} ${whoOf(t, pop)}`}
      </p>
      <p className="unseen" role="status">
        {pop && !ringing && standing(t, pop)}
      </p>
    </>
  )
}

function whoOf(t: Translate, { caller }: Pop): string {
  return caller.owner?.name ?? (phone(caller.number) || t('pop.withheld'))
}

function standing(t: Translate, pop: Pop): string {
  if (pop.phase === 'talking') return [t(talkingWords(pop)), pop.muted ? t('phase.muted') : '', pop.paused ? t('phase.paused') : ''].filter(Boolean).join(' ')
  if (pop.phase === 'ended') return pop.ended_by ? t(`phase.ended.${pop.ended_by}`) : t('phase.ended')
  if (pop.phase === 'dialling' && pop.for === 'callback') return `${t('phase.callingBack')} ${whoOf(t, pop)}`
  return t(`phase.${pop.phase}`)
}
