/**
 * Parts of the page that are loaded when they are first needed. One that cannot
 * be loaded, as after a new version was installed, says so; the call and
 * what is typed stay on the screen.
 */
import { Component, Suspense, type ReactNode } from 'react'
import { useWords } from '../../i18n'

export class Later extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : <Suspense>{this.props.children}</Suspense>
  }
}

function Failed() {
  const { t } = useWords()
  return (
    <p className="bar-said later-failed" role="alert">
      {t('control.notLoaded')}
    </p>
  )
}
