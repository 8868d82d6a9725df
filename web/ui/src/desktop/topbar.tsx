/** The bar on top: the centre, my state, the line and my phone, and me. */
import KeyOutlined from '@ant-design/icons/es/icons/KeyOutlined'
import LogoutOutlined from '@ant-design/icons/es/icons/LogoutOutlined'
import PhoneOutlined from '@ant-design/icons/es/icons/PhoneOutlined'
import WifiOutlined from '@ant-design/icons/es/icons/WifiOutlined'
import Button from 'antd/es/button'
import Dropdown from 'antd/es/dropdown'
import Tooltip from 'antd/es/tooltip'
import type { Preferences } from '../app'
import { useWords, type PlainKey } from '../i18n'
import { PreferenceButtons } from '../preferences'
import { Rings } from '../rings'
import { useSession } from '../session'
import type { Status } from '../socket'
import { DemoCall } from './demo'
import { StateButton, type SetState } from './state'

interface Props {
  prefs: Preferences
  breaks: boolean
  onBreaks: (open: boolean) => void
  onState: SetState
  onHelp: () => void
}

export function TopBar({ prefs, breaks, onBreaks, onState, onHelp }: Props) {
  const { t } = useWords()
  const { user, desk } = useSession()
  if (desk === null) return null
  const { me, center } = desk.snapshot
  return (
    <header className="top" aria-label={t('top.label')}>
      <div className="top-brand">
        <Rings className="top-rings" />
        <span className="top-center" title={center.name}>
          {center.name}
        </span>
      </div>
      {me.agent ? (
        <StateButton agent={me.agent} breaks={center.breaks} open={breaks} onOpen={onBreaks} onState={onState} />
      ) : (
        <span className="chip">{t('top.noAgent', { role: t(`role.${user.role}`) })}</span>
      )}
      <div className="top-space" />
      {user.demo && <DemoCall />}
      <Line />
      {me.agent && <Phone online={me.agent.phone} />}
      <div className="top-prefs">
        <PreferenceButtons prefs={prefs} />
        <Tooltip title={`${t('top.help')} (Alt /)`}>
          <Button type="text" size="small" icon={<KeyOutlined />} aria-label={t('top.help')} onClick={onHelp} />
        </Tooltip>
      </div>
      <Account />
    </header>
  )
}

function Account() {
  const { t } = useWords()
  const { user, desk, signOut } = useSession()
  const agent = desk?.snapshot.me.agent
  const name = agent?.name ?? user.name
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [{ key: 'out', icon: <LogoutOutlined />, label: t('top.signOut') }],
        onClick: signOut,
      }}
    >
      <Button type="text" className="me" aria-label={t('top.account', { name })}>
        <span className="me-name">{name}</span>
        <span className="me-no">{agent?.work_no ? t('top.workNo', { no: agent.work_no }) : t(`role.${user.role}`)}</span>
      </Button>
    </Dropdown>
  )
}

const lineWords: Record<Status, PlainKey> = {
  open: 'top.connected',
  connecting: 'top.connecting',
  waiting: 'top.reconnecting',
  closed: 'top.disconnected',
}

function Line() {
  const { t } = useWords()
  const { status, desk } = useSession()
  const key = status === 'connecting' && desk !== null ? 'top.reconnecting' : lineWords[status]
  return (
    <span className="sign" data-ok={status === 'open'} role="status">
      <WifiOutlined aria-hidden="true" />
      <span>{t(key)}</span>
    </span>
  )
}

function Phone({ online }: { online: boolean }) {
  const { t } = useWords()
  return (
    <Tooltip title={t(online ? 'top.phoneOnHint' : 'top.phoneOffHint')}>
      <span className="sign" data-ok={online} role="status" tabIndex={0}>
        <PhoneOutlined aria-hidden="true" />
        <span>{t(online ? 'top.phoneOn' : 'top.phoneOff')}</span>
      </span>
    </Tooltip>
  )
}
