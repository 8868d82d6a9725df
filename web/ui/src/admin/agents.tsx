/** Who serves which queue, and how soon: a table that stays quick with hundreds of agents. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import Checkbox from 'antd/es/checkbox'
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import { useEffect, useMemo, useState } from 'react'
import { AgentForm } from './agent-form'
import type { Group, Value } from './config'
import { useForm } from './form'
import { countsOf } from './names'
import { placeIn } from './list'
import type { PageProps } from './pages'
import { everybody, found, leftIn, served, type Filter } from './serving'
import { ServingTable } from './serving-table'
import { Skills } from './skills'
import { added } from './value'
import { listOf } from './ways'
import { titleOf, useAdminWords, type Say } from './words'

export function Agents({ path, entry, value, saved, onChange }: PageProps) {
  const { say } = useAdminWords()
  const { document, schema, readOnly, sought } = useForm()
  const skills = useMemo(() => countsOf(schema, document, 'skills'), [schema, document])
  const agents = listOf(value)
  const listed = document['queues']
  const left = leftIn(listOf(listed), agents).join()
  // Rows are drawn again when the columns are other ones: what is typed does not make them so.
  const queues = useMemo(() => [...listOf(listed), ...left.split(',').filter(Boolean).map((id): Group => ({ id, name: `${id} (${say('way.gone')})`, gone: true }))], [listed, left, say])
  const [filter, setFilter] = useState<Filter>(everybody)
  const [columns, setColumns] = useState<string[]>([])
  const [chosen, setChosen] = useState<number | null>(null)
  const [naming, setNaming] = useState(false)
  const [created, setCreated] = useState<number | null>(null)
  useEffect(() => {
    const found = placeIn(path, sought?.path)
    if (found !== null) setChosen(found)
  }, [path, sought])
  const places = useMemo(() => found(agents, filter), [agents, filter])
  // Who was just added has no name to be found by yet.
  const shown = created !== null && created < agents.length && !places.includes(created) ? [...places, created] : places
  const columnsShown = useMemo(() => (columns.length === 0 ? queues : queues.filter((one) => columns.includes(String(one['id'])))), [columns, queues])
  const change = (i: number, agent: Group) => onChange(agents.map((one, j) => (i === j ? agent : one)))
  const options = queues.map((one) => ({ value: String(one['id']), label: `${titleOf(one, say)} ${String(one['id'])}` }))
  return (
    <div className="serve">
      <Filters filter={filter} onFilter={setFilter} queues={options} skills={skills.map(([skill]) => skill)} columns={columns} onColumns={setColumns} />
      <div className="serve-acts">
        <span className="quiet" role="status">{shown.length === agents.length ? say('serve.count', { count: agents.length }) : say('serve.shown', { shown: shown.length, count: agents.length })}</span>
        {!readOnly && (
          <Button
            icon={<PlusOutlined />}
            onClick={() => {
              onChange([...agents, added(agents, entry)])
              setCreated(agents.length)
              setChosen(agents.length)
            }}
          >
            {say('serve.add')}
          </Button>
        )}
        <Button onClick={() => setNaming(true)}>{say('skills.title')}</Button>
        {!readOnly && <Bulk agents={agents} places={shown} queues={options} say={say} onChange={onChange} />}
      </div>
      <div className="serve-body" data-with={chosen !== null || undefined}>
        <ServingTable path={path} agents={agents} saved={saved} places={shown} queues={columnsShown} chosen={chosen} onChoose={setChosen} onChange={change} />
        {chosen !== null && agents[chosen] !== undefined && (
          <AgentForm
            key={chosen}
            path={`${path}[${chosen}]`}
            entry={entry}
            agent={agents[chosen]}
            onChange={(agent) => change(chosen, agent)}
            onClose={() => setChosen(null)}
            onRemove={() => {
              setChosen(null)
              onChange(agents.filter((_, i) => i !== chosen))
            }}
          />
        )}
      </div>
      {!readOnly && <p className="af-hint">{say('serve.help')}</p>}
      {naming && <Skills onClose={() => setNaming(false)} />}
    </div>
  )
}

interface Option {
  value: string
  label: string
}

interface FiltersProps {
  filter: Filter
  onFilter: (filter: Filter) => void
  queues: Option[]
  skills: string[]
  columns: string[]
  onColumns: (columns: string[]) => void
}

function Filters({ filter, onFilter, queues, skills, columns, onColumns }: FiltersProps) {
  const { say, lang } = useAdminWords()
  const search = { showSearch: { optionFilterProp: 'label' }, allowClear: true, popupMatchSelectWidth: false } as const
  return (
    <div className="serve-filters">
      <Input type="search" className="serve-search" aria-label={say('serve.search')} placeholder={say('serve.search')} value={filter.text} onChange={({ target }) => onFilter({ ...filter, text: target.value })} />
      <Select {...search} aria-label={say('serve.queue')} placeholder={say('serve.queue')} options={queues} value={filter.queue || null} onChange={(queue: string | null | undefined) => onFilter({ ...filter, queue: queue ?? '' })} />
      <Select {...search} aria-label={say('serve.skill')} placeholder={say('serve.skill')} options={skills.map((value) => ({ value, label: value }))} value={filter.skill || null} onChange={(skill: string | null | undefined) => onFilter({ ...filter, skill: skill ?? '' })} />
      <Checkbox checked={filter.idle} onChange={({ target }) => onFilter({ ...filter, idle: target.checked })}>{say('serve.idle')}</Checkbox>
      <span className="top-space" />
      <Select {...search} mode="multiple" maxTagCount={2} className="serve-columns" aria-label={say('serve.columns')} placeholder={`${say('serve.columns')}${lang === 'en' ? ': ' : '：'}${say('serve.all')}`} options={queues} value={columns} onChange={onColumns} />
    </div>
  )
}

/** Bulk lets all who are shown join or leave a queue at once. */
function Bulk({ agents, places, queues, say, onChange }: { agents: Group[]; places: number[]; queues: Option[]; say: Say; onChange: (value: Value[]) => void }) {
  const [queue, setQueue] = useState<string | null>(null)
  const set = (level: number) => {
    if (queue === null) return
    const some = new Set(places)
    onChange(agents.map((one, i) => (some.has(i) ? served(one, queue, level) : one)))
  }
  return (
    <span className="serve-bulk">
      <span className="quiet">{say('serve.bulk', { count: places.length })}</span>
      <Select size="small" showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={false} aria-label={say('serve.bulkQueue')} placeholder={say('serve.bulkQueue')} options={queues} value={queue} onChange={setQueue} />
      <Button size="small" disabled={queue === null || places.length === 0} onClick={() => set(1)}>{say('serve.bulkJoin')}</Button>
      <Button size="small" disabled={queue === null || places.length === 0} onClick={() => set(0)}>{say('serve.bulkLeave')}</Button>
    </span>
  )
}
