/** A prompt of the centre's own, such as a notice for one project. Its voice comes afterwards. */
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import Select from 'antd/es/select'
import { useId, useState } from 'react'
import { useExplain, useSession } from '../session'
import { prompts } from './prompts-api'
import { usePromptWords } from './prompts-words'

export function PromptNew({ situations, onClose, onMade }: { situations: string[]; onClose: () => void; onMade: (id: string) => void }) {
  const { say, situation } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const [form, setForm] = useState({ id: '', text: '', situation: 'notice' })
  const [failed, setFailed] = useState('')
  const [busy, setBusy] = useState(false)
  const key = useId()
  const make = () => {
    setBusy(true)
    prompts.create(api, form).then(
      ({ id }) => onMade(id),
      (error: unknown) => {
        setBusy(false)
        setFailed(explain(error))
      },
    )
  }
  return (
    <Modal
      open
      title={say('new')}
      okText={say('create.submit')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: form.id === '' || form.text.trim() === '' }}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={make}
    >
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <div className="af">
        <label htmlFor={`${key}-id`}>{say('create.id')}</label>
        <Input id={`${key}-id`} value={form.id} maxLength={64} autoFocus placeholder="notice.cuihu" onChange={({ target }) => setForm({ ...form, id: target.value })} />
        <p className="af-hint">{say('create.idHint')}</p>
      </div>
      <div className="af">
        <label htmlFor={`${key}-situation`}>{say('create.situation')}</label>
        <Select
          id={`${key}-situation`}
          value={form.situation}
          options={situations.filter((code) => code !== 'script').map((value) => ({ value, label: situation(value) }))}
          onChange={(next) => setForm({ ...form, situation: next })}
        />
      </div>
      <div className="af">
        <label htmlFor={`${key}-text`}>{say('create.text')}</label>
        <Input.TextArea id={`${key}-text`} value={form.text} maxLength={1000} autoSize={{ minRows: 3, maxRows: 8 }} onChange={({ target }) => setForm({ ...form, text: target.value })} />
        <p className="af-hint">{say('text.hint')}</p>
      </div>
    </Modal>
  )
}
