/** Taking away what others name: says where, and names another entry or none there. */
import Modal from 'antd/es/modal'
import Radio from 'antd/es/radio'
import Select from 'antd/es/select'
import { useState } from 'react'
import type { Group } from './config'
import { useForm } from './form'
import { renaming, usesOf } from './names'
import { pathWords, useAdminWords } from './words'

interface Props {
  list: string
  id: string
  title: string
  /** others are what may be named in its place. */
  others: { value: string; label: string }[]
  onClose: () => void
  /** onRemove takes the entry itself out of the document; its names are done with. */
  onRemove: (document: Group) => Group
}

const most = 12

export function Removal({ list, id, title, others, onClose, onRemove }: Props) {
  const words = useAdminWords()
  const { say } = words
  const { document, schema, change } = useForm()
  const { paths, agents, needed } = usesOf(schema, document, list, id)
  const [instead, setInstead] = useState(others.length > 0 && needed.length > 0)
  const [to, setTo] = useState<string | null>(null)
  return (
    <Modal
      open
      title={say('remove.title', { name: title })}
      okText={say('list.remove')}
      cancelText={say('cancel')}
      okButtonProps={{ danger: true, disabled: instead && to === null }}
      onCancel={onClose}
      onOk={() => {
        change((had) => onRemove(renaming(schema, had, list, id, instead ? to : null)))
        onClose()
      }}
    >
      <p>{say('remove.used')}</p>
      <ul className="removal">
        {paths.slice(0, most).map((path) => <li key={path}>{pathWords(path, words, document)}</li>)}
        {paths.length > most && <li className="quiet">{say('change.more', { count: paths.length - most })}</li>}
        {agents > 0 && <li>{say('uses.agents', { count: agents })}</li>}
      </ul>
      <Radio.Group className="removal-how" aria-label={say('remove.how')} value={instead} onChange={({ target }) => setInstead(target.value as boolean)}>
        <Radio value={true} disabled={others.length === 0}>{say('remove.replace')}</Radio>
        <Select
          aria-label={say('remove.replace')}
          showSearch={{ optionFilterProp: 'label' }}
          disabled={!instead}
          value={to}
          placeholder={say('remove.choose')}
          options={others}
          onChange={setTo}
        />
        <Radio value={false}>{say('remove.clear')}</Radio>
      </Radio.Group>
      {!instead && needed.length > 0 && <p className="af-problem">{say('remove.needed', { paths: needed.map((path) => pathWords(path, words, document)).join('、') })}</p>}
      {!instead && list === 'schedules' && <p className="af-hint">{say('remove.schedule')}</p>}
    </Modal>
  )
}
