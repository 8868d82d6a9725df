/** What an agent is beside the queues: name, number, telephone, skills. */
import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined'
import Button from 'antd/es/button'
import type { Group, Schema } from './config'
import { Fields } from './fields'
import { useForm } from './form'
import { orderOf } from './value'
import { titleOf, useAdminWords } from './words'

interface Props {
  path: string
  entry: Schema
  agent: Group
  onChange: (agent: Group) => void
  onRemove: () => void
  onClose: () => void
}

export function AgentForm({ path, entry, agent, onChange, onRemove, onClose }: Props) {
  const { say } = useAdminWords()
  const { readOnly } = useForm()
  const rest: Schema = { ...entry, 'x-order': orderOf(entry).filter((key) => key !== 'queues' && key !== 'levels') }
  return (
    <aside className="serve-form" aria-label={titleOf(agent, say)}>
      <header>
        <h3>{titleOf(agent, say)}</h3>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={say('close')} onClick={onClose} />
      </header>
      <Fields path={path} schema={rest} value={agent} onChange={onChange} />
      {!readOnly && <Button danger onClick={onRemove}>{say('serve.remove')}</Button>}
    </aside>
  )
}
