/** A panel under the bar, over the pop and never over the wrap-up: not modal, Esc closes it, the focus returns. */
import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined'
import Button from 'antd/es/button'
import { useEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../../i18n'

interface Props {
  name: string
  /** from is the id of the button that opened it. */
  from: string
  onClose: () => void
  children: ReactNode
}

export function BarPanel({ name, from, onClose, children }: Props) {
  const { t } = useWords()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const inside = panel.current
    return () => {
      // Where the focus was in the panel, it goes back; elsewhere it is not taken away.
      if (inside?.contains(document.activeElement) || document.activeElement === document.body) document.getElementById(from)?.focus()
    }
  }, [from])
  return (
    <section
      ref={panel}
      className="bar-panel"
      role="dialog"
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        onClose()
      }}
    >
      <header>
        <h2>{name}</h2>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('control.close')} onClick={onClose} />
      </header>
      {children}
    </section>
  )
}
