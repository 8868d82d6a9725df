/** What a supervisor just did, with the way back. */
import Button from 'antd/es/button'
import { useWords } from '../../i18n'
import { useSupervisor } from './supervise'

export function Said() {
  const { t } = useWords()
  const { done, busy, wish } = useSupervisor()
  const undo = done?.undo
  return (
    <div className="said" role="status" data-shown={done !== null} data-tone={done?.bad ? 'bad' : undefined}>
      {done !== null && <span>{done.words}</span>}
      {undo !== undefined && (
        <Button size="small" loading={busy} onClick={() => wish(undo, t('deed.undone'))}>
          {t('deed.undo')}
        </Button>
      )}
    </div>
  )
}
