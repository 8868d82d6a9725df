/** A class of music of the centre's own. Its pieces come afterwards. */
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useId, useState } from 'react'
import { initials } from '../i18n/pinyin'
import { useExplain, useSession } from '../session'
import { music } from './music-api'
import { usePromptWords } from './prompts-words'

/** idOf proposes an id: the initials of a Chinese name, or the name itself. */
export const idOf = (name: string) => initials(name).toLowerCase().replace(/[^a-z0-9_-]/g, '').slice(0, 30)

export function MusicNew({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { say } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const [name, setName] = useState('')
  const [own, setOwn] = useState<string | null>(null)
  const [failed, setFailed] = useState('')
  const [busy, setBusy] = useState(false)
  const key = useId()
  const id = own ?? idOf(name)
  const make = () => {
    setBusy(true)
    music.create(api, { id, name }).then(
      () => onMade(id),
      (error: unknown) => {
        setBusy(false)
        setFailed(explain(error))
      },
    )
  }
  return (
    <Modal
      open
      title={say('music.new')}
      okText={say('create.submit')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: id === '' || name.trim() === '' }}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={make}
    >
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <div className="af">
        <label htmlFor={`${key}-name`}>{say('music.name')}</label>
        <Input id={`${key}-name`} value={name} maxLength={60} autoFocus placeholder={say('music.nameExample')} onChange={({ target }) => setName(target.value)} />
      </div>
      <div className="af">
        <label htmlFor={`${key}-id`}>{say('create.id')}</label>
        <Input id={`${key}-id`} value={id} maxLength={64} onChange={({ target }) => setOwn(target.value)} />
        <p className="af-hint">{say('music.idHint')}</p>
      </div>
    </Modal>
  )
}
