/** Somebody else changed the file meanwhile: what they changed, and where both did. */
import Button from 'antd/es/button'
import { useWords } from '../../i18n'
import { useTimes } from '../../session'
import { useFieldName, useWho } from './names'
import type { FileConflict } from './use-file'

export function Conflict({ conflict, onTake }: { conflict: FileConflict; onTake: (path: string) => void }) {
  const { t } = useWords()
  const times = useTimes()
  const nameOf = useFieldName()
  const who = useWho()
  const { by, at, changed, clashes } = conflict
  const alone = changed.filter((path) => !clashes.some((one) => one.path === path))
  return (
    <div className="file-conflict" role="alert">
      <p>
        <strong>{t('owner.conflict', { by: who(by), time: at === '' ? '' : times.full(new Date(at)) })}</strong>
      </p>
      {alone.length > 0 && <p>{t('owner.theyChanged', { fields: alone.map(nameOf).join(' / ') })}</p>}
      {clashes.map((one) => (
        <p key={one.path} className="file-clash">
          <span>{nameOf(one.path)}</span>
          <span>{t('owner.mine', { value: one.mine || '–' })}</span>
          <span>{t('owner.theirs', { value: one.theirs || '–' })}</span>
          <Button size="small" onClick={() => onTake(one.path)}>
            {t('owner.take')}
          </Button>
        </p>
      ))}
      <p className="quiet">{t('owner.conflictHint')}</p>
    </div>
  )
}
