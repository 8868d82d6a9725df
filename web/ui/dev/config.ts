/**
 * The configuration and the users of the make-believe centre, over HTTP.
 * config.json holds a schema and a document that a real server answered with.
 * Development only.
 */
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Account, Change, Group, Revision, Schema, Value } from '../src/admin/config.ts'
import { isGroup, keysOf, same, spanOf } from '../src/admin/value.ts'
import type { Stage } from './stage.ts'

const kept = JSON.parse(readFileSync(new URL('config.json', import.meta.url), 'utf8')) as { schema: Schema; document: Group }
let versions: Group[] = []
let revisions: Revision[] = []
let people: Account[] = []

/** resetConfig begins again with the first version. */
export function resetConfig(): void {
  versions = [kept.document]
  revisions = [{ version: 1, at: new Date().toISOString(), by: 'root', comment: '初始配置' }]
  people = [
    { id: '1001', name: '王芳', role: 'agent', agent: '1001' },
    { id: '2001', name: '陈主管', role: 'admin' },
    { id: 'old', name: '刘强', role: 'qa', disabled: true },
  ]
}
resetConfig()

const now = () => versions.at(-1) as Group
const text = (value: Value | undefined) => (value === undefined || value === false ? '' : isGroup(value) ? Object.entries(value).map(([k, v]) => `${k} ${String(v)}`).join(', ') : String(value))

function diff(path: string, a: Value | undefined, b: Value | undefined): Change[] {
  if (same(a, b)) return []
  if (isGroup(a ?? null) && isGroup(b ?? null)) {
    const [x, y] = [a as Group, b as Group]
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].filter((key) => key !== 'version').flatMap((key) => diff(path === '' ? key : `${path}.${key}`, x[key], y[key]))
  }
  if (Array.isArray(a) && Array.isArray(b) && [...a, ...b].every(isGroup)) {
    const [x, y] = [keysOf(a), keysOf(b)]
    const out = [...new Set([...x, ...y])].flatMap((key): Change[] => {
      const [i, j] = [x.indexOf(key), y.indexOf(key)]
      if (i < 0) return [{ path: `${path}[${key}]`, kind: 'added', new: text(b[j]) }]
      if (j < 0) return [{ path: `${path}[${key}]`, kind: 'removed', old: text(a[i]) }]
      return diff(`${path}[${key}]`, a[i], b[j])
    })
    return out.length > 0 ? out : [{ path, kind: 'moved', old: x.join(', '), new: y.join(', ') }]
  }
  return [{ path, kind: 'changed', old: text(a), new: text(b) }]
}

function problems(document: Group): { field: string; message: string }[] {
  return (document['queues'] as Group[]).flatMap((queue, i) => {
    const at = `body.document.queues[${i}]`
    const limit = spanOf(String(queue['ring_limit'])) ?? 0
    return [
      ...(queue['callbacks'] !== undefined && !JSON.stringify(queue).includes('"callback"') ? [{ field: `${at}.callbacks`, message: '来电者无法要求回电:请设置一个通向“回电”的按键,或停用回电' }] : []),
      ...(queue['name'] === '' ? [{ field: `${at}.name`, message: '请填写' }] : []),
      ...(limit < 3000 || limit > 120_000 ? [{ field: `${at}.ring_limit`, message: `${String(queue['ring_limit'])} 超出范围,请填 3s 至 2m` }] : []),
    ]
  })
}

function put(document: Group, by: string, comment: string): Change[] {
  const changes = diff('', now(), document)
  versions.push({ ...document, version: versions.length + 1 })
  revisions.unshift({ version: versions.length, at: new Date().toISOString(), by, comment, changes })
  return changes
}

interface Call {
  stage: Stage
  method: string
  url: URL
  body: () => Promise<string>
  response: ServerResponse
}

/** configuration answers /api/config and /api/users; false if the request is another's. */
export async function configuration({ method, url, body, response }: Call): Promise<boolean> {
  const answer = (status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    return true
  }
  const version = versions.length
  switch (`${method} ${url.pathname}`) {
    case 'GET /api/config':
      return answer(200, { ...revisions[0], changes: undefined, document: now() })
    case 'GET /api/config/schema':
      return answer(200, kept.schema)
    case 'GET /api/config/history':
      return answer(200, { revisions: revisions.filter((one) => Number(url.searchParams.get('before')) === 0 || one.version < Number(url.searchParams.get('before'))) })
    case 'GET /api/config/diff':
      return answer(200, { changes: diff('', versions[Number(url.searchParams.get('from')) - 1], versions[Number(url.searchParams.get('to')) - 1]) })
    case 'PUT /api/config': {
      const sent = JSON.parse(await body()) as { version: number; document: Group; comment?: string }
      const wrong = problems(sent.document)
      if (wrong.length > 0) return answer(422, { code: 'bad_request', message: '请求内容有误', fields: wrong })
      if (sent.version !== version) {
        return answer(409, { code: 'conflict', message: '他人已修改过', newer: { ...revisions[0], changes: diff('', versions[sent.version - 1], now()) } })
      }
      if (url.searchParams.has('check')) return answer(200, { version, changes: diff('', now(), sent.document), document: sent.document })
      const changes = put(sent.document, '2001', sent.comment ?? '')
      return answer(200, { version: versions.length, changes })
    }
    case 'POST /api/config/rollback': {
      const { to, comment } = JSON.parse(await body()) as { to: number; comment?: string }
      return answer(200, { changes: put(versions[to - 1] as Group, '2001', comment ?? ''), version: versions.length })
    }
    case 'POST /api/config/import':
      return answer(422, { code: 'bad_request', message: '请求内容有误', fields: [{ field: 'queues[0].ring_limt', line: 12, message: '没有此键,是否为 ring_limit?' }] })
    case 'GET /dev/config': // somebody else saves something
      if (url.searchParams.has('reset')) resetConfig()
      else put({ ...now(), name: '金桂园客服中心' }, 'root', '改名')
      return answer(200, {})
    case 'POST /dev/config': // another centre, such as a large one
      resetConfig()
      put(JSON.parse(await body()) as Group, 'root', '换一个中心')
      return answer(200, {})
    case 'GET /api/users':
      return answer(200, { users: people })
    case 'POST /api/users': {
      const { password: _, ...account } = JSON.parse(await body()) as Account & { password?: string }
      if (people.some(({ id }) => id === account.id)) return answer(422, { code: 'bad_request', message: '已有同名用户。', fields: [{ field: 'body.id', message: '已有同名用户。' }] })
      people = [...people, account]
      return answer(201, { password: 'kd7Qm2xWz9RtPb4c', ...(account.agent ? { sip_user: account.agent, sip_secret: 'Hn3vTy8sKq5LmW2e' } : {}) })
    }
    default:
      return false
  }
}
