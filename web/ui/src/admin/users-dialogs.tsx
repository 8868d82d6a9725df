/** The dialogs of the users' page. */
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import Select from 'antd/es/select'
import { useId, useState, type ReactNode } from 'react'
import { ApiError, type Role } from '../api'
import { useWords } from '../i18n'
import { useExplain, useSession } from '../session'
import { users, type Account, type Secrets } from './config'
import { useAdminWords } from './words'

const roles: Role[] = ['agent', 'supervisor', 'qa', 'manager', 'admin']

/** useSend sends a form and tells what is wrong with its fields. */
function useSend(onDone: (secrets?: Secrets) => void) {
  const explain = useExplain()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const send = (act: Promise<unknown>) => {
    setBusy(true)
    act.then(
      (made) => onDone(made as Secrets),
      (error: unknown) => {
        setBusy(false)
        const fields = error instanceof ApiError ? error.fields : []
        setProblems(fields.length > 0 ? Object.fromEntries(fields.map(({ field, message }) => [field.replace('body.', ''), message ?? ''])) : { '': explain(error) })
      },
    )
  }
  return { busy, problems, send }
}

interface LineProps {
  label: string
  hint?: string
  problem: string | undefined
  children: (id: string) => ReactNode
}

function Line({ label, hint = '', problem, children }: LineProps) {
  const id = useId()
  return (
    <div className="af">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      <p className={problem === undefined ? 'af-hint' : 'af-problem'} role={problem === undefined ? undefined : 'alert'}>{problem ?? hint}</p>
    </div>
  )
}

interface UserProps {
  account: Account | null
  agents: string[]
  onClose: () => void
  onDone: (secrets?: Secrets) => void
}

export function UserDialog({ account, agents, onClose, onDone }: UserProps) {
  const { t } = useWords()
  const { say } = useAdminWords()
  const { api, user: me } = useSession()
  const [form, setForm] = useState<Account>(account ?? { id: '', name: '', role: 'agent' })
  const [password, setPassword] = useState('')
  const { busy, problems, send } = useSend((made) => onDone(account === null ? made : undefined))
  const set = (part: Partial<Account>) => setForm({ ...form, ...part })
  return (
    <Modal
      open
      title={account === null ? say('users.add') : `${say('users.change')} ${account.id}`}
      okText={say('users.save')}
      cancelText={say('cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => send(account === null ? users.add(api, form, password) : users.change(api, form))}
    >
      {problems[''] !== undefined && <p className="af-problem" role="alert">{problems['']}</p>}
      <Line label={say('users.id')} problem={problems['id']}>
        {(id) => <Input id={id} value={form.id} disabled={account !== null} maxLength={32} autoFocus={account === null} onChange={({ target }) => set({ id: target.value })} />}
      </Line>
      <Line label={say('users.name')} problem={problems['name']}>
        {(id) => <Input id={id} value={form.name} maxLength={64} onChange={({ target }) => set({ name: target.value })} />}
      </Line>
      <Line label={say('users.role')} problem={problems['role']}>
        {(id) => <Select id={id} value={form.role} disabled={form.id === me.user} options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} onChange={(role) => set({ role })} />}
      </Line>
      <Line label={say('users.agent')} hint={say('users.agentHint')} problem={problems['agent']}>
        {(id) => (
          <Select
            id={id}
            showSearch
            allowClear
            value={form.agent ?? null}
            placeholder={say('field.none')}
            options={[...new Set([...agents, ...(form.agent ? [form.agent] : [])])].map((value) => ({ value, label: value }))}
            onChange={(agent: string | undefined) => set({ agent: agent ?? '' })}
          />
        )}
      </Line>
      {account === null && (
        <Line label={say('users.passwordField')} problem={problems['password']}>
          {(id) => <Input.Password id={id} value={password} autoComplete="new-password" onChange={({ target }) => setPassword(target.value)} />}
        </Line>
      )}
    </Modal>
  )
}

export function PasswordDialog({ account, onClose, onDone }: { account: Account; onClose: () => void; onDone: (secrets?: Secrets) => void }) {
  const { say } = useAdminWords()
  const { api } = useSession()
  const [password, setPassword] = useState('')
  const { busy, problems, send } = useSend(onDone)
  return (
    <Modal
      open
      title={say('users.passwordTitle', { name: account.name })}
      okText={say('users.save')}
      cancelText={say('cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => send(users.password(api, account.id, password))}
    >
      <p>{say('users.passwordHint')}</p>
      <Line label={say('users.passwordField')} problem={problems['password'] ?? problems['']}>
        {(id) => <Input.Password id={id} value={password} autoComplete="new-password" autoFocus onChange={({ target }) => setPassword(target.value)} />}
      </Line>
    </Modal>
  )
}

export function SecretsDialog({ secrets, onClose }: { secrets: Secrets; onClose: () => void }) {
  const { say } = useAdminWords()
  return (
    <Modal open title={say('users.secretTitle')} onCancel={onClose} mask={{ closable: false }} okText={say('close')} onOk={onClose} cancelButtonProps={{ hidden: true }}>
      <dl className="secrets">
        {secrets.password && (
          <>
            <dt>{say('users.secretPassword')}</dt>
            <dd><code>{secrets.password}</code></dd>
          </>
        )}
        {secrets.sip_secret && (
          <>
            <dt>{say('users.secretPhone', { user: secrets.sip_user ?? '' })}</dt>
            <dd><code>{secrets.sip_secret}</code></dd>
          </>
        )}
      </dl>
    </Modal>
  )
}
