/** What callers hear: all prompts by situation, and one of them opened. What is done here is done at once. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Segmented from 'antd/es/segmented'
import { Fragment, useCallback, useEffect, useMemo, useState } from 'react'
import { useExplain, useSession, useTimes } from '../session'
import type { Group } from './config'
import { PromptBatch } from './prompt-batch'
import { PromptDialog } from './prompt-dialog'
import { PromptNew } from './prompt-new'
import { audioOf, found, prompts, sourcesOf, type Prompt, type Prompts as All } from './prompts-api'
import { PlayButton } from './prompts-sound'
import { usePromptWords } from './prompts-words'
import './prompts.css'
import { pathWords, useAdminWords } from './words'

const filters = ['all', 'missing', 'synthesised', 'recorded', 'stale'] as const
type Filter = (typeof filters)[number]

const fits: Record<Filter, (one: Prompt) => boolean> = {
  all: () => true,
  missing: (one) => one.missing === true,
  synthesised: (one) => one.source === 'synthesised',
  recorded: (one) => one.source === 'recorded' || one.source === 'uploaded',
  stale: (one) => one.stale === true,
}

/** opened is the prompt that the address names: /admin/prompts/greet.main. */
const opened = () => decodeURIComponent(location.pathname.split('/')[3] ?? '')

export function Prompts({ document }: { document: Group }) {
  const { say } = usePromptWords()
  const { api, user } = useSession()
  const explain = useExplain()
  const admin = user.role === 'admin'
  const [all, setAll] = useState<All | null>(null)
  const [failed, setFailed] = useState('')
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [open, setOpen] = useState(opened)
  const [doing, setDoing] = useState<'new' | 'batch' | null>(null)

  const load = useCallback(() => prompts.list(api).then(setAll, (error: unknown) => setFailed(explain(error))), [api, explain])
  useEffect(() => void load(), [load])
  const go = (id: string) => {
    history.replaceState(null, '', `/admin/prompts${id === '' ? '' : `/${encodeURIComponent(id)}`}`)
    setOpen(id)
  }

  const playable = useMemo(() => all?.prompts.filter((one) => !one.script) ?? [], [all])
  const shown = found(all?.prompts ?? [], search).filter(fits[filter])
  const one = all?.prompts.find(({ id }) => id === open)
  const silent = playable.filter(fits.missing).length
  return (
    <section className="prompts">
      <p className="quiet">{say('lead')}</p>
      <header>
        <Input.Search className="prompts-search" allowClear value={search} placeholder={say('search')} aria-label={say('search')} onChange={({ target }) => setSearch(target.value)} />
        <Segmented value={filter} options={filters.map((value) => ({ value, label: say(`filter.${value}`) }))} onChange={setFilter} />
        <p role="status" className="quiet">
          {say('count', { count: shown.length })}
          {silent > 0 && filter === 'all' && search === '' && <button type="button" className="prompts-silent" onClick={() => setFilter('missing')}>{say('missing.count', { count: silent })}</button>}
        </p>
        <div className="prompts-acts">
          <Button href="/api/prompts/export">{say('export')}</Button>
          {admin && <Button onClick={() => setDoing('batch')}>{say('batch')}</Button>}
          {admin && <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing('new')}>{say('new')}</Button>}
        </div>
      </header>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      {all !== null && shown.length === 0 && <p className="quiet">{say('none')}</p>}
      {all !== null && shown.length > 0 && <PromptTable shown={shown} situations={all.situations} document={document} admin={admin} onOpen={go} />}
      {all !== null && one !== undefined && (
        <PromptDialog key={one.id} prompt={one} all={all} admin={admin} onChanged={() => void load()} onClose={() => go('')} />
      )}
      {all !== null && doing === 'new' && (
        <PromptNew
          situations={all.situations}
          onClose={() => setDoing(null)}
          onMade={(id) => {
            setDoing(null)
            void load().then(() => go(id))
          }}
        />
      )}
      {all !== null && doing === 'batch' && <PromptBatch prompts={all.prompts} onClose={() => setDoing(null)} onChanged={() => void load()} />}
    </section>
  )
}

interface TableProps {
  shown: Prompt[]
  situations: string[]
  document: Group
  admin: boolean
  onOpen: (id: string) => void
}

function PromptTable({ shown, situations, document, admin, onOpen }: TableProps) {
  const { say, situation } = usePromptWords()
  const groups = [...situations, ...new Set(shown.map((one) => one.situation).filter((code) => !situations.includes(code)))]
  return (
    <table className="prompts-table">
      <thead>
        <tr>
          <th />
          {(['col.text', 'col.used', 'col.source', 'col.length', 'col.changed'] as const).map((key) => <th key={key} scope="col">{say(key)}</th>)}
          <th />
        </tr>
      </thead>
      <tbody>
        {groups.map((code) => {
          const inIt = shown.filter((one) => one.situation === code)
          if (inIt.length === 0) return null
          return (
            <Fragment key={code}>
              <tr className="prompts-situation"><th colSpan={7} scope="rowgroup">{situation(code)}</th></tr>
              {inIt.map((one) => <Row key={one.id} one={one} document={document} admin={admin} onOpen={onOpen} />)}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function Row({ one, document, admin, onOpen }: { one: Prompt; document: Group; admin: boolean; onOpen: (id: string) => void }) {
  const { say, seconds } = usePromptWords()
  const words = useAdminWords()
  const times = useTimes()
  const use = ({ path, name }: { path: string; name?: string }) => (path === 'system' ? say('usedDefault') : path === 'incidents' ? `${say('incidents')} ${name ?? ''}` : pathWords(path, words, document))
  return (
    <tr data-missing={one.missing || undefined}>
      <td>{!one.script && <PlayButton src={audioOf(one.id, one.version)} of={one.id} disabled={one.missing === true} />}</td>
      <td className="prompts-text">
        <p>{one.text}</p>
        <p className="quiet"><code>{one.id}</code> {one.own && <span className="chip">{say('own')}</span>}</p>
      </td>
      <td className="prompts-used">
        {(one.used_by ?? []).map((used) => <p key={used.path + (used.name ?? '')}>{use(used)}</p>)}
        {!one.script && one.used_by === undefined && <p className="quiet">{say('unused')}</p>}
      </td>
      <td>
        {one.missing ? <span className="chip prompts-bad">{say('missing')}</span> : sourcesOf(one).map((source) => <span key={source} className="chip" data-source={source}>{say(`source.${source}`)}</span>)}
        {one.stale && <p className="warn prompts-stale">{say('stale')}</p>}
      </td>
      <td className="num">{one.script || one.missing ? '' : seconds(one.ms)}</td>
      <td className="prompts-changed">
        {one.version === 0 ? <span className="quiet">{say('installed')}</span> : (
          <>
            <p>{say('version', { version: one.version })}</p>
            <p className="quiet">{one.by} {one.at && times.full(new Date(one.at))}</p>
          </>
        )}
      </td>
      <td>{!one.script && <Button type="link" size="small" aria-label={`${say(admin ? 'open' : 'look')} ${one.id}`} onClick={() => onOpen(one.id)}>{say(admin ? 'open' : 'look')}</Button>}</td>
    </tr>
  )
}
