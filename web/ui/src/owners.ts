/** Owners' files over HTTP, as docs/api.md describes them. */
import type { Api } from './api'
import type { Alert, Card, Warranty } from './protocol.gen'

/** OwnerFile is all that the server lets the person know of an owner. */
export interface OwnerFile {
  id: string
  version: number
  name: string
  salutation?: string
  relation: string
  segment: string
  language_note?: string
  phones: PhoneFile[]
  units: UnitFile[]
  email?: string
  wechat?: string
  home_address?: string
  decor_style?: string
  amenities?: string
  opt_out: OptOutFile
  alerts: AlertFile[]
  /** private is for supervisors and managers. */
  private?: PrivateFile
  created_at?: string
  created_by?: string
  updated_at?: string
  updated_by?: string
}

/** PhoneFile is a number; index stands for one that the page does not know in full. */
export interface PhoneFile {
  index?: number
  number?: string
  masked?: string
  kind?: string
  verified_at?: string
}

export interface UnitFile {
  index?: number
  ref?: string
  project?: string
  phase?: string
  building?: string
  unit?: string
  room?: string
  house_type?: string
  area_m2?: number
  handover_at?: string
  move_in_at?: string
  decoration_status?: string
  occupancy_status?: string
  property_company?: string
  ambassador?: string
  warranty?: Warranty[]
  fee_arrears?: boolean
  contract_no?: string
  signed_at?: string
}

export interface OptOutFile {
  care_call: boolean
  sms: boolean
  marketing: boolean
  survey: boolean
  at?: string
  source?: string
}

export interface AlertFile extends Alert {
  until?: string
}

export interface PrivateFile {
  birthday?: string
  needs_house_type?: string
  needs_area?: string
  needs_budget?: string
}

/** Change is one entry of a file's history. */
export interface Change {
  version: number
  t: string
  by: string
  fields: { field: string; old?: string; new?: string }[]
}

/** FoundOwner is an owner as a search shows one. */
export interface FoundOwner extends Card {
  phones: string[]
}

/** NewOwner is what an agent fills in while an unknown caller is on the phone. */
export interface NewOwner {
  name: string
  salutation?: string
  relation?: string
  number?: string
  unit?: Place
}

export interface Place {
  project?: string
  phase?: string
  building?: string
  unit?: string
  room?: string
}

const at = (id: string, call: string | undefined, more = '') =>
  `/api/owners/${encodeURIComponent(id)}${more}${call === undefined ? '' : `?call=${encodeURIComponent(call)}`}`

/** Owners asks for the files that belong to a call; without one, as a supervisor. */
export class Owners {
  constructor(
    private readonly api: Api,
    private readonly call: string | undefined,
  ) {}

  file(id: string, signal?: AbortSignal): Promise<OwnerFile> {
    return this.api.json('GET', at(id, this.call), undefined, signal)
  }

  save(file: OwnerFile): Promise<OwnerFile> {
    return this.api.json('PUT', at(file.id, this.call), file)
  }

  async history(id: string, signal?: AbortSignal): Promise<Change[]> {
    return (await this.api.json<{ changes: Change[] }>('GET', at(id, this.call, '/history'), undefined, signal)).changes
  }

  create(owner: NewOwner): Promise<OwnerFile> {
    return this.api.json('POST', `/api/owners${this.call === undefined ? '' : `?call=${encodeURIComponent(this.call)}`}`, owner)
  }

  async search(by: { unit?: string; name?: string; number?: string }, signal?: AbortSignal): Promise<{ owners: FoundOwner[]; more?: boolean }> {
    const query = new URLSearchParams({ ...(this.call === undefined ? {} : { call: this.call }), ...by })
    return this.api.json('GET', `/api/owners/search?${query}`, undefined, signal)
  }

  /** pick makes the owner the one whom the call is about. */
  pick(id: string): Promise<unknown> {
    return this.api.json('POST', `/api/calls/${encodeURIComponent(this.call ?? '')}/owner-card`, { owner: id })
  }
}
