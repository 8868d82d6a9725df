/** The demo's caller: a real call to the hotline, and what it hears. */
import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined'
import ExperimentOutlined from '@ant-design/icons/es/icons/ExperimentOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../i18n'
import { useExplain, useSession } from '../session'

export function DemoCall() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const call = useDemoCall()
  return (
    <>
      <Button className="demo-button" icon={<ExperimentOutlined />} aria-label={t('demo.button')} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="demo-word">{t('demo.button')}</span>
      </Button>
      {open && (
        <section className="demo-panel" role="dialog" aria-label={t('demo.title')}>
          <header>
            <h2>{t('demo.title')}</h2>
            <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('demo.close')} onClick={() => setOpen(false)} />
          </header>
          <Caller call={call} />
        </section>
      )}
    </>
  )
}

function Caller({ call }: { call: ReturnType<typeof useDemoCall> }) {
  const { t } = useWords()
  const explain = useExplain()
  const [from, setFrom] = useState('13800001234')
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void end.current?.scrollIntoView({ block: 'nearest' })
  }, [call.lines.length])
  return (
    <form
      className="demo"
      onSubmit={(event) => {
        event.preventDefault()
        call.start(from.trim())
      }}
    >
      <p className="quiet">{t('demo.hint')}</p>
      <label htmlFor="demo-from">{t('demo.from')}</label>
      <div className="demo-row">
        <Input id="demo-from" value={from} maxLength={32} onChange={(event) => setFrom(event.target.value)} />
        <Button type="primary" htmlType="submit" loading={call.busy}>
          {t(call.busy ? 'demo.calling' : call.lines.length > 0 ? 'demo.again' : 'demo.start')}
        </Button>
      </div>
      <div className="demo-lines" role="log" aria-label={t('demo.output')}>
        {call.lines.map((line, i) => (
          <Line key={i} text={line} />
        ))}
        {call.problem !== null && <p className="bad">{t('demo.failed', { message: explain(call.problem) })}</p>}
        <div ref={end} />
      </div>
    </form>
  )
}

/** Line is what happened, as `thirdring call` prints it: the time, what it was, and what was said. */
function Line({ text }: { text: string }) {
  const [, at, what, said] = /^(\d\d:\d\d\.\d\d)\s+(\S+)\s*(.*)$/.exec(text) ?? []
  if (what === undefined) return <p>{text}</p>
  return (
    <p className="demo-line">
      <span className="quiet num">{at}</span>
      <span>
        <strong>{what}</strong> {said}
      </span>
    </p>
  )
}

/** useDemoCall keeps the call going when the window is closed; leaving the page hangs up. */
function useDemoCall() {
  const { api } = useSession()
  const [lines, setLines] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const start = (from: string) => {
    if (busy) return
    abort.current = new AbortController()
    setLines([])
    setProblem(null)
    setBusy(true)
    api
      .demoCall(from, (line) => setLines((had) => [...had, line]), abort.current.signal)
      .catch(setProblem)
      .finally(() => setBusy(false))
  }
  return { lines, busy, problem, start }
}
