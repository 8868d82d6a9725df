/** Switching a notice on by hand: for whom, which, how long. */
import Modal from 'antd/es/modal'
import { useState, type FormEvent } from 'react'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useExplain, useSession } from '../../session'
import { readStored, writeStored } from '../../settings'
import { Length } from './incidents'
import { untilOf, useNotices, usePlaces } from './notices'
import { useNoticeName } from './who'

export default function IncidentDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { ask } = useSession()
  const explain = useExplain()
  const places = usePlaces()
  const notices = useNotices(true)
  const name = useNoticeName(notices)
  const [project, setProject] = useState('')
  const [building, setBuilding] = useState('')
  const [chosen, setChosen] = useState(() => readStored('notice') ?? '')
  const [minutes, setMinutes] = useState(120)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const place = places?.find((one) => one.project === project) ?? (places?.length === 1 ? places[0] : undefined)
  const notice = notices?.find((one) => one.id === chosen) ?? notices?.[0]
  const ready = place !== undefined && notice !== undefined

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (place === undefined || notice === undefined) return
    setBusy(true)
    setProblem(null)
    writeStored('notice', notice.id)
    const where = { project: place.project, ...(building === '' ? {} : { building }) }
    ask('incident.set', { ...where, prompt: notice.id, ...untilOf(minutes, serverNow()) }).then(onClose, setProblem).finally(() => setBusy(false))
  }
  return (
    <Modal
      open
      title={t('incident.new')}
      okText={t('incident.on')}
      cancelText={t('deed.not')}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onOk={() => submit()}
      onCancel={onClose}
    >
      <form className="incident-form" onSubmit={submit}>
        {places?.length === 0 && <p className="bad">{t('incident.noPlaces')}</p>}
        {notices?.length === 0 && <p className="bad">{t('incident.noNotices')}</p>}
        <label>
          {t('incident.project')}
          <select
            className="codes"
            autoFocus
            value={place?.project ?? ''}
            onChange={(event) => {
              setProject(event.target.value)
              setBuilding('')
            }}
          >
            {place === undefined && <option value="">{t('incident.choose')}</option>}
            {(places ?? []).map((one) => (
              <option key={one.project} value={one.project}>
                {one.project}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('incident.building')}
          <select className="codes" value={building} onChange={(event) => setBuilding(event.target.value)}>
            <option value="">{t('incident.allBuildings')}</option>
            {(place?.buildings ?? []).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('incident.prompt')}
          <select className="codes" value={notice?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
            {(notices ?? []).map((one) => (
              <option key={one.id} value={one.id}>
                {name(one.id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('incident.for')}
          <Length value={minutes} onChange={setMinutes} />
        </label>
        {notice && (
          <blockquote>
            <span className="quiet">{t('incident.hears')}</span> {notice.text}
          </blockquote>
        )}
        <p role="alert" className="bad">
          {problem !== null && t('incident.failed', { message: explain(problem) })}
        </p>
      </form>
    </Modal>
  )
}
