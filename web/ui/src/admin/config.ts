/** The configuration as the server keeps it, over HTTP (docs/api.md, "Configuration" and "Users"). */
import type { Api, FieldProblem, Role } from '../api'

/** Value is any JSON of the document: pages know its shape from the schema only. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value }
export type Group = { [key: string]: Value }

/** Schema is what the server tells of a part of the document. */
export interface Schema {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  format?: string
  description?: string
  enum?: string[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  'x-order'?: string[]
  /** x-names is the list of the document in which the text names an entry by its id. */
  'x-names'?: string
}

export interface Change {
  path: string
  kind: 'added' | 'removed' | 'changed' | 'moved'
  old?: string
  new?: string
}

export interface Revision {
  version: number
  at?: string
  by: string
  comment?: string
  changes?: Change[]
}

export interface Config extends Revision {
  document: Group
  /** advice is what is possible but most likely not meant. */
  advice?: FieldProblem[]
}

/** Saved is the answer to a change, or to the question what a change would do. */
export interface Saved {
  version: number
  changes: Change[]
  document?: Group
  advice?: FieldProblem[]
}

export interface Account {
  id: string
  name: string
  role: Role
  agent?: string
  disabled?: boolean
}

/** Secrets are told once. */
export interface Secrets {
  password?: string
  sip_user?: string
  sip_secret?: string
}

/** config is the server's side of these pages. */
export const config = {
  read: (api: Api, signal?: AbortSignal) => api.json<Config>('GET', '/api/config', undefined, signal),
  schema: (api: Api, signal?: AbortSignal) => api.json<Schema>('GET', '/api/config/schema', undefined, signal),
  check: (api: Api, version: number, document: Group, signal?: AbortSignal) =>
    api.json<Saved>('PUT', '/api/config?check=1', { version, document }, signal),
  save: (api: Api, version: number, document: Group, comment: string) =>
    api.json<Saved>('PUT', '/api/config', { version, document, ...(comment === '' ? {} : { comment }) }),
  history: async (api: Api, before: number, signal?: AbortSignal) =>
    (await api.json<{ revisions: Revision[] }>('GET', `/api/config/history?limit=20&before=${before}`, undefined, signal)).revisions,
  diff: async (api: Api, from: number, to: number) =>
    (await api.json<{ changes: Change[] }>('GET', `/api/config/diff?from=${from}&to=${to}`)).changes,
  rollback: (api: Api, version: number, to: number, comment: string) =>
    api.json<Saved>('POST', '/api/config/rollback', { version, to, comment }),
  importCheck: (api: Api, version: number, yaml: string) => api.yaml<Saved>(`/api/config/import?check=1&version=${version}`, yaml),
}

/** users is the list of those who may sign in. */
export const users = {
  list: async (api: Api) => (await api.json<{ users: Account[] }>('GET', '/api/users')).users,
  add: (api: Api, account: Account, password: string) => api.json<Secrets>('POST', '/api/users', { ...account, ...(password === '' ? {} : { password }) }),
  change: (api: Api, { id, name, role, agent }: Account) => api.json('PUT', `/api/users/${id}`, { name, role, ...(agent ? { agent } : {}) }),
  password: (api: Api, id: string, password: string) => api.json<Secrets>('POST', `/api/users/${id}/password`, password === '' ? {} : { password }),
  phone: (api: Api, id: string) => api.json<Secrets>('POST', `/api/users/${id}/phone`),
  disabled: (api: Api, id: string, disabled: boolean) => api.json('POST', `/api/users/${id}/disabled`, { disabled }),
}

/** problemsAt are a refusal's sentences by the path in the document. */
export function problemsAt(fields: FieldProblem[]): Record<string, string> {
  const out: Record<string, string> = {}
  for (const { field, message } of fields) out[field.replace(/^body\.document\.?/, '')] ??= message ?? ''
  return out
}
