/** The table of agents and queues. Only rows in sight are drawn; a row is drawn again only when its agent changes. */
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Group, Value } from './config'
import { useForm } from './form'
import { levelOf, served } from './serving'
import { keyOf, same } from './value'
import { listOf } from './ways'
import { titleOf, useAdminWords } from './words'

interface Props {
  path: string
  agents: Group[]
  saved: Value[]
  places: number[]
  queues: Group[]
  chosen: number | null
  onChoose: (i: number) => void
  onChange: (i: number, agent: Group) => void
}

const rowHeight = 34
const spare = 8 // rows beyond the edges

interface Cell {
  row: number
  column: number
}

export function ServingTable({ path, agents, saved, places, queues, chosen, onChoose, onChange }: Props) {
  const { say } = useAdminWords()
  const { readOnly, problems } = useForm()
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  const [at, setAt] = useState<Cell>({ row: 0, column: 0 })
  const jump = useRef(false)
  useLayoutEffect(() => {
    const found = box.current
    if (found === null) return
    const sized = new ResizeObserver(() => setHeight(found.clientHeight))
    sized.observe(found)
    return () => sized.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (!jump.current) return
    jump.current = false
    box.current?.querySelector<HTMLElement>(`[data-cell="${at.row}.${at.column}"]`)?.focus()
  }, [at])

  const first = Math.max(0, Math.floor(top / rowHeight) - spare)
  const last = Math.min(places.length, Math.ceil((top + height) / rowHeight) + spare)
  const wrong = useMemo(() => {
    const out = new Set<number>()
    for (const one of Object.keys(problems)) {
      const found = one.startsWith(`${path}[`) ? /\[(\d+)\]/.exec(one) : null
      if (found !== null) out.add(Number(found[1]))
    }
    return out
  }, [problems, path])
  const before = useMemo(() => new Map(listOf(saved).map((one) => [keyOf(one), one])), [saved])

  const set = (cell: Cell, level: (had: number) => number) => {
    const [i, queue] = [places[cell.row], queues[cell.column]]
    const agent = i === undefined ? undefined : agents[i]
    if (readOnly || i === undefined || agent === undefined || queue === undefined) return
    const id = String(queue['id'])
    onChange(i, served(agent, id, level(levelOf(agent, id))))
  }
  const cellOf = (target: EventTarget): Cell | null => {
    const found = (target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset['cell']?.split('.').map(Number)
    return found === undefined ? null : { row: found[0] as number, column: found[1] as number }
  }
  const go = (row: number, column: number) => {
    const next = { row: Math.max(0, Math.min(places.length - 1, row)), column: Math.max(0, Math.min(queues.length - 1, column)) }
    const [low, high] = [next.row * rowHeight, (next.row + 2) * rowHeight]
    if (box.current !== null && low < box.current.scrollTop) box.current.scrollTop = low
    if (box.current !== null && high > box.current.scrollTop + box.current.clientHeight) box.current.scrollTop = high - box.current.clientHeight
    jump.current = true
    setAt(next)
  }
  const onKey = (event: KeyboardEvent) => {
    const cell = cellOf(event.target)
    if (cell === null) return
    const { row, column } = cell
    const moves: Record<string, [number, number]> = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], PageDown: [row + 10, column], PageUp: [row - 10, column] }
    const to = moves[event.key]
    if (to !== undefined) go(...to)
    else if (/^\d$/.test(event.key)) set(cell, () => Number(event.key))
    else if (event.key === ' ' || event.key === 'Enter') set(cell, (had) => (had === 0 ? 1 : 0))
    else return
    event.preventDefault()
  }
  const open = useCallback((i: number) => onChoose(i), [onChoose])
  return (
    <div
      ref={box}
      className="serve-table"
      role="grid"
      aria-rowcount={places.length + 1}
      aria-colcount={queues.length + 1}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      onKeyDown={onKey}
      onClick={({ target }) => {
        const cell = cellOf(target)
        if (cell === null) return
        setAt(cell)
        set(cell, (had) => (had === 0 ? 1 : 0))
      }}
    >
      <div className="serve-head" role="row" aria-rowindex={1}>
        <span className="serve-who" role="columnheader">{say('serve.agent')}</span>
        {queues.map((one) => <span key={String(one['id'])} className="serve-queue" data-gone={one['gone']} role="columnheader" title={`${titleOf(one, say)} ${String(one['id'])}`}>{titleOf(one, say)}</span>)}
      </div>
      {places.length === 0 && <p className="quiet pad">{say('serve.nobody')}</p>}
      <div style={{ height: places.length * rowHeight, position: 'relative' }} role="rowgroup">
        {places.slice(first, last).map((i, offset) => {
          const agent = agents[i] as Group
          return (
            <AgentRow
              key={i}
              i={i}
              row={first + offset}
              agent={agent}
              queues={queues}
              chosen={i === chosen}
              wrong={wrong.has(i)}
              changed={!same(before.get(keyOf(agent)), agent)}
              column={at.row === first + offset ? at.column : -1}
              onOpen={open}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  i: number
  row: number
  agent: Group
  queues: Group[]
  chosen: boolean
  wrong: boolean
  changed: boolean
  /** column is the one that the tab key finds, -1 in all rows but one. */
  column: number
  onOpen: (i: number) => void
}

const AgentRow = memo(function AgentRow({ i, row, agent, queues, chosen, wrong, changed, column, onOpen }: RowProps) {
  const { say } = useAdminWords()
  const name = titleOf(agent, say)
  const skills = listOf(agent['skills']).map((one) => `${String(one['skill'])} ${String(one['level'])}`)
  return (
    <div className="serve-row" role="row" aria-rowindex={row + 2} style={{ top: row * rowHeight }} data-chosen={chosen || undefined}>
      <button type="button" className="serve-who" role="rowheader" title={skills.length === 0 ? undefined : say('serve.skills', { list: skills.join(', ') })} aria-label={say('serve.details', { name })} onClick={() => onOpen(i)}>
        <span>{name}</span>
        <span className="quiet num">{String(agent['id'])}</span>
        {wrong ? <em className="mark-bad">!</em> : changed && <em className="mark" title={say('list.changed')} />}
      </button>
      {queues.map((queue, j) => {
        const level = levelOf(agent, String(queue['id']))
        return (
          <span
            key={String(queue['id'])}
            className="serve-cell num"
            role="gridcell"
            data-cell={`${row}.${j}`}
            data-level={level > 0 ? Math.min(level, 4) : undefined}
            tabIndex={column === j ? 0 : -1}
            aria-label={say('serve.cell', { name, queue: titleOf(queue, say), level: level === 0 ? say('serve.not') : say('serve.level', { level }) })}
          >
            {level > 0 ? level : ''}
          </span>
        )
      })}
    </div>
  )
})
