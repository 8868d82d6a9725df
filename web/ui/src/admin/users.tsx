/** The people who may sign in. What is done here is done at once: users are no part of the configuration's versions. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useCallback, useEffect, useState } from 'react'
import { useWords } from '../i18n'
import { useExplain, useSession } from '../session'
import { users, type Account, type Group, type Secrets } from './config'
import { PasswordDialog, SecretsDialog, UserDialog } from './users-dialogs'
import { keyOf } from './value'
import { useAdminWords } from './words'

type Doing = { what: 'user'; account: Account | null } | { what: 'password'; account: Account } | { what: 'secrets'; secrets: Secrets }

export function Users({ document }: { document: Group }) {
  const { t } = useWords()
  const { say } = useAdminWords()
  const { api, user: me } = useSession()
  const explain = useExplain()
  const [list, setList] = useState<Account[] | null>(null)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [failed, setFailed] = useState('')
  const [text, setText] = useState('')
  const [modal, dialogs] = Modal.useModal()
  const agents = (Array.isArray(document['agents']) ? document['agents'] : []).map(keyOf)

  const wanted = text.trim().toLowerCase()
  const shown = list?.filter((one) => `${one.id} ${one.name} ${one.agent ?? ''} ${t(`role.${one.role}`)}`.toLowerCase().includes(wanted))

  const load = useCallback(() => users.list(api).then(setList, (error: unknown) => setFailed(explain(error))), [api, explain])
  useEffect(() => void load(), [load])

  const done = (secrets?: Secrets) => {
    setDoing(secrets && (secrets.password || secrets.sip_secret) ? { what: 'secrets', secrets } : null)
    void load()
  }
  const now = (act: Promise<unknown>, secret = false) => {
    setFailed('')
    act.then((made) => done(secret ? (made as Secrets) : undefined), (error: unknown) => setFailed(explain(error)))
  }
  const ask = (title: string, act: () => Promise<unknown>, secret = false) =>
    void modal.confirm({ title, okText: say('users.save'), cancelText: say('cancel'), onOk: () => now(act(), secret) })

  return (
    <section className="users">
      {dialogs}
      <header>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ what: 'user', account: null })}>{say('users.add')}</Button>
        <Input type="search" className="serve-search" aria-label={say('users.find')} placeholder={say('users.find')} value={text} onChange={({ target }) => setText(target.value)} />
      </header>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <table>
        <thead>
          <tr>
            {(['users.id', 'users.name', 'users.role', 'users.agent', 'users.state'] as const).map((key) => <th key={key} scope="col">{say(key)}</th>)}
            <th />
          </tr>
        </thead>
        <tbody>
          {shown?.map((one) => (
            <tr key={one.id} data-off={one.disabled || undefined}>
              <td>{one.id} {one.id === me.user && <span className="chip">{say('users.you')}</span>}</td>
              <td>{one.name}</td>
              <td>{t(`role.${one.role}`)}</td>
              <td>
                {one.agent}
                {one.agent && !agents.includes(one.agent) && <p className="af-problem">{say('users.unknownAgent', { agent: one.agent })}</p>}
              </td>
              <td>{say(one.disabled ? 'users.disabled' : 'users.active')}</td>
              <td className="history-acts">
                <Button type="link" size="small" onClick={() => setDoing({ what: 'user', account: one })}>{say('users.change')}</Button>
                <Button type="link" size="small" onClick={() => setDoing({ what: 'password', account: one })}>{say('users.password')}</Button>
                {one.agent && <Button type="link" size="small" onClick={() => ask(say('users.phoneAsk'), () => users.phone(api, one.id), true)}>{say('users.phone')}</Button>}
                {one.id !== me.user &&
                  (one.disabled ? (
                    <Button type="link" size="small" onClick={() => now(users.disabled(api, one.id, false))}>{say('users.enable')}</Button>
                  ) : (
                    <Button type="link" size="small" danger onClick={() => ask(say('users.disableAsk', { name: one.name }), () => users.disabled(api, one.id, true))}>{say('users.disable')}</Button>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {doing?.what === 'user' && <UserDialog account={doing.account} agents={agents} onClose={() => setDoing(null)} onDone={done} />}
      {doing?.what === 'password' && <PasswordDialog account={doing.account} onClose={() => setDoing(null)} onDone={done} />}
      {doing?.what === 'secrets' && <SecretsDialog secrets={doing.secrets} onClose={() => setDoing(null)} />}
    </section>
  )
}
