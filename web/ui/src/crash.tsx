/** What is shown when the page itself breaks: never a white screen in the middle of a call. */
import Button from 'antd/es/button'
import { Component, type ReactNode } from 'react'
import { useWords } from './i18n'

export class Crash extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Sorry /> : this.props.children
  }
}

function Sorry() {
  const { t } = useWords()
  return (
    <div className="splash" role="alert">
      <p>{t('app.crashed')}</p>
      <Button type="primary" onClick={() => location.reload()}>
        {t('app.retry')}
      </Button>
    </div>
  )
}
