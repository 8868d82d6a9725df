/**
 * Calling a customer from anywhere a number is shown: useDial opens the dialog,
 * Callable is the button to put beside a number.
 */
import PhoneOutlined from '@ant-design/icons/es/icons/PhoneOutlined'
import { createContext, lazy, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { useWords } from '../../i18n'
import { useSession } from '../../session'
import { whyNoDial, type DialRequest, type WhyNoDial } from './dialling'
import { Later } from './later'

const Dialog = lazy(() => import('./dial-dialog'))

interface Dialler {
  /** dial opens the dialog; what is known of the call is filled in. */
  dial: (request?: DialRequest) => void
  /** why says what stands in the way of calling now. */
  why: WhyNoDial | undefined
}

const Context = createContext<Dialler>({ dial: () => undefined, why: 'noAgent' })

/** DialProvider holds the one dial dialog of the desktop. */
export function DialProvider({ children }: { children: ReactNode }) {
  const { desk, status } = useSession()
  const [asked, setAsked] = useState<{ request: DialRequest; round: number } | null>(null)
  const why = whyNoDial(desk?.snapshot.me.agent, status === 'open')
  const dial = useCallback((request: DialRequest = {}) => setAsked((had) => ({ request, round: (had?.round ?? 0) + 1 })), [])
  const close = useCallback(() => setAsked(null), [])
  const dialler = useMemo(() => ({ dial, why }), [dial, why])
  return (
    <Context value={dialler}>
      {children}
      {asked !== null && (
        <Later>
          <Dialog key={asked.round} request={asked.request} onClose={close} />
        </Later>
      )}
    </Context>
  )
}

/** useDial gives the way to call a customer. */
export function useDial(): Dialler {
  return useContext(Context)
}

/** Callable is a number, or any other words about a customer, that can be clicked to call. */
export function Callable({ children, ...request }: DialRequest & { children: ReactNode }) {
  const { t } = useWords()
  const { dial, why } = useDial()
  const words = typeof children === 'string' ? children : (request.shown ?? request.number ?? t('dial.customer'))
  const name = t('dial.to', { who: words })
  const reason = why === undefined ? undefined : t(`dial.why.${why}`)
  return (
    <button
      type="button"
      className="callable"
      aria-disabled={why !== undefined}
      aria-label={name}
      {...(reason === undefined ? {} : { 'aria-description': reason })}
      title={reason ?? name}
      onClick={() => why === undefined && dial(request)}
    >
      <PhoneOutlined aria-hidden="true" />
      <span>{children}</span>
    </button>
  )
}
