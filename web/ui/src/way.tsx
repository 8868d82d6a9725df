/** The way from the live board to the configuration, for those who may see it and take no calls. */
import SettingOutlined from '@ant-design/icons/es/icons/SettingOutlined'
import type { User } from './api'
import { useWords } from './i18n'

export const mayConfigure = ({ role }: User): boolean => role === 'admin' || role === 'supervisor'

export function Way({ user }: { user: User }) {
  const { t } = useWords()
  if (!mayConfigure(user) || user.agent !== undefined) return null
  return (
    <a className="way" href="/admin">
      <SettingOutlined aria-hidden /> {t('app.admin')}
    </a>
  )
}
