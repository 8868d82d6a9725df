/** The bar on top: the centre, my state, the line and my phone, and me. */
import BulbOutlined from '@ant-design/icons/es/icons/BulbOutlined'
import DashboardOutlined from '@ant-design/icons/es/icons/DashboardOutlined'
import DesktopOutlined from '@ant-design/icons/es/icons/DesktopOutlined'
import LogoutOutlined from '@ant-design/icons/es/icons/LogoutOutlined'
import QuestionCircleOutlined from '@ant-design/icons/es/icons/QuestionCircleOutlined'
import SettingOutlined from '@ant-design/icons/es/icons/SettingOutlined'
import TranslationOutlined from '@ant-design/icons/es/icons/TranslationOutlined'
import WifiOutlined from '@ant-design/icons/es/icons/WifiOutlined'
import Button from 'antd/es/button'
import Dropdown from 'antd/es/dropdown'
import Tooltip from 'antd/es/tooltip'
import type { Preferences } from '../app'
import { useWords, type PlainKey } from '../i18n'
import { Rings } from '../rings'
import { useSession } from '../session'
import type { Status } from '../socket'
import { mayConfigure, supervises } from '../may'
import { AlarmButton } from './board/alarm-button'
import { Telephone } from './control/device'
import { useDial } from './control/dial'
import { callKeys, keyWords } from './control/keys'
import { Keypad } from './control/signs'
import { DemoCall } from './demo'
import { StateButton, type SetState } from './state'

interface Props {
  prefs: Preferences
  breaks: boolean
  onBreaks: (open: boolean) => void
  telephone: boolean
  onTelephone: (open: boolean) => void
  onState: SetState
  onHelp: () => void
  /** board says whether the live board is shown; onBoard changes that, where there is a choice. */
  board: boolean
  onBoard?: (board: boolean) => void
}

export function TopBar({ prefs, breaks, onBreaks, telephone, onTelephone, onState, onHelp, board, onBoard }: Props) {
  const { t } = useWords()
  const { user, desk } = useSession()
  if (desk === null) return null
  const { me, center } = desk.snapshot
  return (
    <header className="top" aria-label={t('top.label')}>
      <div className="top-brand">
        <Rings className="top-rings" />
        <h1 className="top-center" title={center.name}>
          {center.name}
        </h1>
      </div>
      {me.agent ? (
        <StateButton agent={me.agent} breaks={center.breaks} open={breaks} onOpen={onBreaks} onState={onState} />
      ) : (
        <span className="chip">{t('top.noAgent', { role: t(`role.${user.role}`) })}</span>
      )}
      <div className="top-space" />
      {onBoard && (
        <Button icon={board ? <DesktopOutlined /> : <DashboardOutlined />} onClick={() => onBoard(!board)}>
          {t(board ? 'board.desk' : 'board.view')}
        </Button>
      )}
      {me.agent && <DialButton />}
      {user.demo && <DemoCall />}
      {supervises(user) && <AlarmButton />}
      <Line />
      {me.agent && <Telephone agent={me.agent} open={telephone} onOpen={onTelephone} />}
      <Account prefs={prefs} onHelp={onHelp} />
    </header>
  )
}

function DialButton() {
  const { t } = useWords()
  const { dial, why } = useDial()
  return (
    <Tooltip title={why === undefined ? keyWords(callKeys.dial) : t(`dial.why.${why}`)}>
      <Button icon={<Keypad />} aria-label={t('dial.open')} aria-disabled={why !== undefined} onClick={() => why === undefined && dial()}>
        <span className="demo-word">{t('dial.open')}</span>
      </Button>
    </Tooltip>
  )
}

function Account({ prefs, onHelp }: { prefs: Preferences; onHelp: () => void }) {
  const { t, lang } = useWords()
  const { user, desk, signOut } = useSession()
  const agent = desk?.snapshot.me.agent
  const name = agent?.name ?? user.name
  const otherMode = prefs.mode === 'dark' ? 'light' : 'dark'
  const actions: Record<string, () => void> = {
    help: onHelp,
    lang: () => prefs.setLang(lang === 'en' ? 'zh-CN' : 'en'),
    mode: () => prefs.setMode(otherMode),
    out: signOut,
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'help', icon: <QuestionCircleOutlined />, label: t('top.help'), extra: <kbd>Alt /</kbd> },
          { key: 'lang', icon: <TranslationOutlined />, label: t('app.language') },
          { key: 'mode', icon: <BulbOutlined />, label: t(`app.${otherMode}`) },
          ...(mayConfigure(user) ? [{ key: 'admin', icon: <SettingOutlined />, label: <a href="/admin">{t('app.admin')}</a> }] : []),
          { type: 'divider' },
          { key: 'out', icon: <LogoutOutlined />, label: t('top.signOut') },
        ],
        onClick: ({ key }) => actions[key]?.(),
      }}
    >
      <Button type="text" className="me">
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
