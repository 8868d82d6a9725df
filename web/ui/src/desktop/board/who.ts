/** How callers and places are named on the board. */
import { useCallback } from 'react'
import { coded, useWords, type Translate } from '../../i18n'
import type { AgentState } from '../../protocol.gen'
import type { Notice } from './notices'

interface Caller {
  masked?: string
  owner?: string
  match?: string
}

/** callerName is a caller in a few words: the name, else the masked number. */
export function callerName(t: Translate, { owner, masked }: Caller): string {
  return owner || masked || t('line.withheld')
}

/** homeName writes 翠湖/3栋/101 as people read it. */
export function homeName(home: string): string {
  return home.split('/').join(' ')
}

/** useAgentName gives an agent's name for the id. */
export function useAgentName(agents: AgentState[]): (id: string) => string {
  return useCallback((id) => agents.find((one) => one.id === id)?.name ?? id, [agents])
}

/** useNoticeName gives a short name for a prompt: of the centre's own ones the beginning of the text. */
export function useNoticeName(notices: Notice[] | null): (prompt: string) => string {
  const { lang } = useWords()
  return useCallback(
    (prompt) => {
      const known = coded(lang, `notice.${prompt === 'emergency.notice' ? 'emergency' : prompt.replace(/^notice\./, '')}`)
      if (known !== undefined) return known
      const text = notices?.find((one) => one.id === prompt)?.text ?? prompt
      return text.length > shortest ? `${text.slice(0, shortest)}…` : text
    },
    [lang, notices],
  )
}

/** shortest is how much of a text names it. */
const shortest = 16

/** useCredit puts into words what a credit is for: "segment vip, hotline 400...". */
export function useCredit(): (why: string) => string {
  const { t, lang } = useWords()
  return (why) =>
    why
      .split(', ')
      .map((part) => {
        const [kind, ...rest] = part.split(' ')
        if (kind === 'segment') return t('line.priority.segment', { segment: coded(lang, `segment.${rest.join(' ')}`) ?? rest.join(' ') })
        return kind === 'hotline' ? t('line.priority.hotline') : part
      })
      .join(' + ')
}
