/** What the customer of a call-back left to be heard. Each time it is loaded is in the audit trail. */
import { useState } from 'react'
import { useWords } from '../../i18n'
import { messageOf, type Task } from '../../tasks'

export function Message({ task }: { task: Task }) {
  const { t } = useWords()
  const [failed, setFailed] = useState(false)
  if (failed) {
    return (
      <p className="task-note bad" role="alert">
        {t('tasks.messageFailed')}
      </p>
    )
  }
  return (
    <div className="task-note task-message">
      <audio controls controlsList="nodownload" autoPlay src={messageOf(task.id)} aria-label={t('tasks.message')} onError={() => setFailed(true)} />
    </div>
  )
}
