/** The drawer of the telephone: which one is used, its own settings, and notifications. Loaded when it is first opened. */
import Button from 'antd/es/button'
import Drawer from 'antd/es/drawer'
import Input from 'antd/es/input'
import { useState, type FormEvent } from 'react'
import { useWords } from '../../i18n'
import { PhoneSettings } from '../../phone'
import type { AgentState, Device, DeviceKind } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { notificationState } from './attention'
import { typedNumber } from './dialling'

const kinds: DeviceKind[] = ['page', 'phone', 'number']

export default function DeviceDrawer({ agent, onClose }: { agent: AgentState; onClose: () => void }) {
  const { t } = useWords()
  const { ask } = useSession()
  const explain = useExplain()
  const [wanted, setWanted] = useState<DeviceKind | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const { device } = agent
  const shown = wanted ?? device.kind
  const set = (next: Device) => {
    setProblem(null)
    setWanted(next.kind)
    ask('device.set', next)
      .catch(setProblem)
      .finally(() => setWanted(null))
  }
  return (
    <Drawer open onClose={onClose} title={t('device.title')} size={420} rootClassName="device">
      <fieldset className="device-kinds">
        <legend>{t('device.which')}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="device-kind" data-on={device.kind === kind}>
            <input
              type="radio"
              name="device"
              checked={shown === kind}
              onChange={() => (kind === 'number' ? setWanted('number') : set({ kind }))}
            />
            <span>
              <strong>{t(`device.kind.${kind}`)}</strong>
              <span className="quiet">{t(`device.about.${kind}`)}</span>
              {device.kind === kind && <State agent={agent} />}
            </span>
          </label>
        ))}
      </fieldset>
      {shown === 'number' && <OwnNumber number={device.number ?? ''} onSet={(number) => set({ kind: 'number', number })} />}
      <p role="alert" className="bad">
        {problem !== null && t('device.refused', { message: explain(problem) })}
      </p>
      <p className="quiet">{t('device.nextCall')}</p>
      {device.kind === 'page' && <PhoneSettings />}
      <Notifications />
    </Drawer>
  )
}

function State({ agent }: { agent: AgentState }) {
  const { t } = useWords()
  const { kind } = agent.device
  return <span className={agent.phone ? 'good' : 'bad'}>{t(agent.phone ? `device.on.${kind}` : `device.off.${kind}`)}</span>
}

function OwnNumber({ number, onSet }: { number: string; onSet: (number: string) => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(number)
  const valid = typedNumber(typed)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (valid !== null) onSet(valid)
  }
  return (
    <form className="ask-row" onSubmit={submit}>
      <Input autoFocus aria-label={t('device.number')} placeholder={t('device.number')} inputMode="tel" maxLength={24} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Button htmlType="submit" type="primary" disabled={valid === null || valid === number}>
        {t('device.use')}
      </Button>
    </form>
  )
}

/** Notifications asks the browser once, when the agent wants it. */
function Notifications() {
  const { t } = useWords()
  const [state, setState] = useState(notificationState)
  const ask = () => void Notification.requestPermission().then(setState)
  return (
    <section className="device-notify">
      <h3>{t('device.notify')}</h3>
      <p className="quiet">{t(`device.notify.${state}`)}</p>
      {state === 'default' && <Button onClick={ask}>{t('device.notifyAsk')}</Button>}
    </section>
  )
}
