/** Language, and light or dark. */
import MoonOutlined from '@ant-design/icons/es/icons/MoonOutlined'
import SunOutlined from '@ant-design/icons/es/icons/SunOutlined'
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import type { Preferences } from './app'
import { useWords } from './i18n'

export function PreferenceButtons({ prefs }: { prefs: Preferences }) {
  const { t } = useWords()
  const other = prefs.mode === 'dark' ? 'light' : 'dark'
  return (
    <>
      <Button
        type="text"
        size="small"
        lang={prefs.lang === 'en' ? 'zh-CN' : 'en'}
        onClick={() => prefs.setLang(prefs.lang === 'en' ? 'zh-CN' : 'en')}
      >
        {t('app.language')}
      </Button>
      <Tooltip title={t(`app.${other}`)}>
        <Button
          type="text"
          size="small"
          aria-label={t(`app.${other}`)}
          icon={other === 'dark' ? <MoonOutlined /> : <SunOutlined />}
          onClick={() => prefs.setMode(other)}
        />
      </Tooltip>
    </>
  )
}
