/** The form's state: what is typed, how far the server has it, and what the server says about it. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { serverNow } from '../../clock'
import { emptyDraft, faultOf, faults, toWrap, type Draft, type Fault } from '../../draft'
import { dropDraft, isSaved, keepDraft, loadDraft, markDraft } from '../../kept'
import type { Center, Pop } from '../../protocol.gen'
import { openSaver, Saver, type Saving } from '../../saver'
import { useSession } from '../../session'
import { RequestError } from '../../socket'

/** Registration is the form's state and what can be done with it. */
export interface Registration {
  draft: Draft
  change: (part: Partial<Draft>) => void
  saving: Saving
  /** registered says that the server has taken the entry as complete. */
  registered: boolean
  /** shown are the faults to show: found here once saving was tried, or said by the server. */
  shown: Fault[]
  /** register saves the complete entry; after the call it also ends wrap-up. */
  register: () => void
  registerIfComplete: () => void
}

/** hasWrapUp tells whether the agent has time for the form when the call is over. */
export function hasWrapUp(pop: Pop, center: Center): boolean {
  return center.queues.find((queue) => queue.id === pop.queue)?.wrap_up_s !== 0
}

/** Where there is no wrap-up, what is complete is registered this long after the last stroke. */
const pause = 1500

export function useRegistration(pop: Pop, center: Center): Registration {
  const { ask } = useSession()
  const { draft, latest, change: keep, saving, setSaving, saver } = useDraft(pop, center)
  const [tried, setTried] = useState(false)
  const [said, setSaid] = useState<Fault[]>([])
  const [registered, setRegistered] = useState(false)
  const category = center.categories.find((one) => one.code === draft.category)
  const wrong = faults(draft, category, serverNow())

  const change = useCallback(
    (part: Partial<Draft>) => {
      setSaid([])
      setRegistered(false)
      keep(part)
    },
    [keep],
  )
  const send = () => {
    const sent = latest.current
    saver.current?.forget()
    setSaving('saving')
    markDraft(pop.call, sent, 'sent')
    ask('wrapup.save', { call: pop.call, ...toWrap(sent, category), done: true }).then(
      () => {
        const whole = markDraft(pop.call, sent, 'done')
        setSaving(whole ? 'saved' : 'waiting')
        setRegistered(whole)
        if (!whole) saver.current?.change(latest.current)
        else if (pop.phase === 'ended') dropDraft(pop.call)
      },
      (problem: unknown) => {
        markDraft(pop.call, sent, 'typed')
        saver.current?.change(latest.current)
        setSaving({ problem })
        const fault = problem instanceof RequestError ? faultOf(problem.code, sent) : undefined
        if (fault === undefined) return
        setSaid([fault])
        focusOn(fault)
      },
    )
  }
  const register = () => {
    setTried(true)
    const first = wrong[0]
    if (first === undefined) send()
    else focusOn(first)
  }
  const registerIfComplete = () => {
    if (wrong.length === 0 && !registered && saving !== 'saving') send()
  }
  const now = useRef({ register, registerIfComplete })
  useEffect(() => {
    now.current = { register, registerIfComplete }
  })
  const rushed = !hasWrapUp(pop, center) && pop.phase === 'talking'
  useEffect(() => {
    if (!rushed) return
    const timer = setTimeout(() => now.current.registerIfComplete(), pause)
    return () => clearTimeout(timer)
  }, [rushed, draft])
  return {
    draft,
    change,
    saving,
    registered,
    shown: tried ? [...wrong, ...said] : said,
    ...useMemo(() => ({ register: () => now.current.register(), registerIfComplete: () => now.current.registerIfComplete() }), []),
  }
}

function focusOn(fault: Fault): void {
  document.getElementById(`wrap-${fault}`)?.focus()
}

/** writable tells whether the server takes drafts of the call now. */
function writable(pop: Pop): boolean {
  return pop.phase === 'talking' || pop.phase === 'ended'
}

/** useDraft keeps what is typed, in the browser at every stroke and on the server soon after. */
function useDraft(pop: Pop, center: Center) {
  const { ask } = useSession()
  const { call } = pop
  const [draft, setDraft] = useState<Draft>(() => loadDraft(pop))
  const [saving, setSaving] = useState<Saving>(() => (draft !== emptyDraft && isSaved(pop) ? 'saved' : 'idle'))
  const latest = useRef(draft)
  const saver = useRef<Saver | null>(null)
  const shown = useRef({ pop, center })
  useEffect(() => {
    shown.current = { pop, center }
  })
  useEffect(() => {
    const one = new Saver({
      send: (typed) => {
        const category = shown.current.center.categories.find((it) => it.code === typed.category)
        return ask('wrapup.save', { call, ...toWrap(typed, category), done: false })
      },
      onState: setSaving,
      onSent: (typed) => markDraft(call, typed, 'sent'),
      onSaved: (typed) => markDraft(call, typed, 'saved'),
    })
    saver.current = one
    const close = openSaver(call, one)
    return () => {
      saver.current = null
      void close().then(() => {
        // Given away with the call: whoever has it now goes on with the text.
        if (shown.current.pop.phase !== 'ended' && isSaved(shown.current.pop)) dropDraft(call)
      })
    }
  }, [ask, call])
  const open = writable(pop)
  useEffect(() => {
    if (open && latest.current !== emptyDraft && !isSaved(shown.current.pop)) saver.current?.change(latest.current)
  }, [open])
  const change = useCallback((part: Partial<Draft>) => {
    latest.current = { ...latest.current, ...part }
    keepDraft(shown.current.pop, latest.current)
    setDraft(latest.current)
    if (writable(shown.current.pop)) saver.current?.change(latest.current)
  }, [])
  return { draft, latest, change, saving, setSaving, saver }
}
