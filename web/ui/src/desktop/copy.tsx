/** A button that copies a text. */
import CopyOutlined from '@ant-design/icons/es/icons/CopyOutlined'
import Button from 'antd/es/button'
import { useState } from 'react'
import { useWords } from '../i18n'

export function Copy({ text, name }: { text: string; name: string }) {
  const { t } = useWords()
  const [done, setDone] = useState(false)
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => {
      setDone(true)
      setTimeout(() => setDone(false), 1500)
    })
  }
  return (
    <Button type="text" size="small" icon={<CopyOutlined />} aria-label={name} title={name} onClick={copy}>
      {done ? t('pop.copied') : null}
    </Button>
  )
}
