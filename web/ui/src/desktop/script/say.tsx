/** What to say now, always in the same place and of the same height; the other phrases behind it. */
import DownOutlined from '@ant-design/icons/es/icons/DownOutlined'
import UpOutlined from '@ant-design/icons/es/icons/UpOutlined'
import Button from 'antd/es/button'
import { memo, useEffect, useRef, useState } from 'react'
import { serverNow } from '../../clock'
import type { Draft } from '../../draft'
import { useWords } from '../../i18n'
import { useDraftOf } from '../../kept'
import type { Pop, Script } from '../../protocol.gen'
import { useTimes } from '../../session'
import { readStored, writeStored } from '../../settings'
import { useAbout } from './about'
import { pieces, resumedFor, situation, type Blank } from './situation'
import './say.css'

export const Say = memo(function Say({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const [folded, setFolded] = useState(() => readStored('script') === 'folded')
  const [all, setAll] = useState(false)
  const draft = useDraftOf(pop)
  const about = useAbout()
  const resumed = useResumed(pop)
  const known = useKnown(pop, draft)
  const { moment, main, others } = situation({ pop, draft, about, resumed, now: serverNow() })
  const fold = () => {
    writeStored('script', folded ? null : 'folded')
    setFolded(!folded)
  }
  if (pop.script.length === 0) return null
  return (
    <section className="say" data-folded={folded} aria-label={t('say.label')}>
      <p className="say-when">{t(`say.${moment}`)}</p>
      <div className="say-tools">
        {!folded && others.length > 0 && (
          <Button type="text" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {t('say.others', { count: others.length })}
          </Button>
        )}
        <Button
          type="text"
          size="small"
          icon={folded ? <DownOutlined /> : <UpOutlined />}
          aria-expanded={!folded}
          aria-label={t(folded ? 'say.unfold' : 'say.fold')}
          title={t(folded ? 'say.unfold' : 'say.fold')}
          onClick={fold}
        />
      </div>
      {!folded && (
        <blockquote className="say-main" aria-label={t('pop.greeting')} aria-live="off">
          {main && <Phrase line={main} known={known} />}
        </blockquote>
      )}
      {!folded && all && (
        <ul className="say-others">
          {others.map((line) => (
            <li key={line.id}>
              <Phrase line={line} known={known} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
})

function Phrase({ line, known }: { line: Script; known: Partial<Record<Blank, string>> }) {
  const { t } = useWords()
  return pieces(line, known).map((piece, i) =>
    piece.is === 'words' ? (
      <span key={i}>{piece.text}</span>
    ) : (
      <em key={i} data-gap={piece.is === 'gap'}>
        {piece.is === 'gap' ? t(`say.gap.${piece.blank}`) : piece.text}
      </em>
    ),
  )
}

/** useResumed is when the customer was last taken back, until that is long ago. */
function useResumed(pop: Pop): number | null {
  const held = pop.held_since !== undefined
  const was = useRef(held)
  const [at, setAt] = useState<number | null>(null)
  useEffect(() => {
    const resumed = was.current && !held
    was.current = held
    setAt(resumed ? serverNow() : null)
    if (!resumed) return
    const timer = setTimeout(() => setAt(null), resumedFor)
    return () => clearTimeout(timer)
  }, [held])
  return at
}

/** useKnown is what may be filled in: whom the call goes to, what was promised and why, and which call is followed up. */
function useKnown(pop: Pop, draft: Draft): Partial<Record<Blank, string>> {
  const times = useTimes()
  const before = pop.direction === 'out' ? pop.recent.find((one) => /^(REP|CMP)/.test(one.category ?? '')) : undefined
  return {
    // Phrases are Chinese in every language of the page.
    ...(before ? { day: new Date(before.at).toLocaleDateString('zh-CN', { month: 'long', day: 'numeric', timeZone: times.zone }) } : {}),
    ...(pop.third ? { department: pop.third.name } : {}),
    ...(draft.reason.trim() === '' ? {} : { reason: draft.reason.trim() }),
    ...(draft.promised === null ? {} : { time: times.clock(new Date(draft.promised), new Date(serverNow())) }),
  }
}
