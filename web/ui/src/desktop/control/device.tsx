/** Which telephone the agent uses, whether it can be reached, and the drawer to change it. */
import DownOutlined from '@ant-design/icons/es/icons/DownOutlined'
import PhoneOutlined from '@ant-design/icons/es/icons/PhoneOutlined'
import Button from 'antd/es/button'
import { lazy } from 'react'
import { useWords } from '../../i18n'
import { PhoneBadge, PhoneQuality } from '../../phone'
import type { AgentState } from '../../protocol.gen'
import { Later } from './later'

const DeviceDrawer = lazy(() => import('./device-drawer'))

interface Props {
  agent: AgentState
  open: boolean
  onOpen: (open: boolean) => void
}

export function Telephone({ agent, open, onOpen }: Props) {
  return (
    <>
      {agent.device.kind === 'page' ? (
        <>
          <PhoneQuality />
          <PhoneBadge onSettings={() => onOpen(true)} />
        </>
      ) : (
        <OtherTelephone agent={agent} kind={agent.device.kind} open={open} onOpen={onOpen} />
      )}
      {open && (
        <Later>
          <DeviceDrawer agent={agent} onClose={() => onOpen(false)} />
        </Later>
      )}
    </>
  )
}

/** OtherTelephone is one outside of the page, of which only the server knows. */
function OtherTelephone({ agent, kind, open, onOpen }: Props & { kind: 'phone' | 'number' }) {
  const { t } = useWords()
  return (
    <Button
      type="text"
      className="sign telephone"
      data-ok={agent.phone}
      aria-haspopup="dialog"
      aria-expanded={open}
      title={t(agent.phone ? 'device.onHint' : `device.offHint.${kind}`)}
      onClick={() => onOpen(!open)}
    >
      <PhoneOutlined aria-hidden="true" />
      <span role="status">{t(agent.phone ? `device.on.${kind}` : `device.off.${kind}`)}</span>
      <DownOutlined aria-hidden="true" className="telephone-more" />
    </Button>
  )
}
