/** The homes of an owner's file; folded, but for the first and those that are wrong. */
import Button from 'antd/es/button'
import Checkbox from 'antd/es/checkbox'
import { useWords } from '../../i18n'
import type { UnitFile } from '../../owners'
import { removed, replaced } from './lists'
import { Section, Text, useFault, type SectionProps } from './sections'

export function Units({ file, change }: SectionProps) {
  const { t } = useWords()
  const { units } = file
  return (
    <Section name="owner.units">
      {units.map((unit, i) => (
        <details key={unit.index ?? `new${i}`} className="file-unit" open={i === 0 || unit.index === undefined}>
          <summary>{[unit.project, unit.phase, unit.building, unit.unit, unit.room].filter(Boolean).join(' ') || t('owner.newUnit')}</summary>
          <Unit
            unit={unit}
            path={`units[${i}]`}
            change={(part) => change({ units: replaced(units, i, part) })}
            remove={() => change({ units: removed(units, i) })}
          />
        </details>
      ))}
      <Button size="small" onClick={() => change({ units: [...units, {}] })}>
        {t('owner.addUnit')}
      </Button>
    </Section>
  )
}

const texts = ['project', 'phase', 'building', 'unit', 'room', 'house_type'] as const
const more = ['occupancy_status', 'decoration_status', 'property_company', 'ambassador'] as const
const days = ['handover_at', 'move_in_at'] as const

interface UnitProps {
  unit: UnitFile
  path: string
  change: (part: Partial<UnitFile>) => void
  remove: () => void
}

function Unit({ unit, path, change, remove }: UnitProps) {
  const { t } = useWords()
  const fault = useFault()(path)
  const text = (name: (typeof texts | typeof more | typeof days)[number], type: 'text' | 'date' = 'text') => (
    <Text key={name} path={`${path}.${name}`} name={t(`owner.${name}`)} type={type} value={unit[name]} onChange={(value) => change({ [name]: value })} />
  )
  return (
    <div className="file-unit-body">
      {fault !== undefined && (
        <p className="bad" role="alert">
          {fault}
        </p>
      )}
      <div className="grid3">
        {texts.map((name) => text(name))}
        <Text
          path={`${path}.area_m2`}
          name={t('owner.area_m2')}
          type="number"
          value={unit.area_m2}
          onChange={(area) => change({ area_m2: Number(area) || 0 })}
        />
        {more.map((name) => text(name))}
        {days.map((name) => text(name, 'date'))}
        {unit.contract_no !== undefined && (
          <Text path={`${path}.contract_no`} name={t('owner.contract_no')} value={unit.contract_no} onChange={(contract_no) => change({ contract_no })} />
        )}
        {unit.signed_at !== undefined && (
          <Text path={`${path}.signed_at`} name={t('owner.signed_at')} type="date" value={unit.signed_at} onChange={(signed_at) => change({ signed_at })} />
        )}
      </div>
      {unit.fee_arrears !== undefined && (
        <Checkbox checked={unit.fee_arrears} onChange={(event) => change({ fee_arrears: event.target.checked })}>
          {t('owner.fee_arrears')}
        </Checkbox>
      )}
      <Warranty unit={unit} path={path} change={change} />
      <Button size="small" danger onClick={remove}>
        {t('owner.removeUnit')}
      </Button>
    </div>
  )
}

function Warranty({ unit, path, change }: Omit<UnitProps, 'remove'>) {
  const { t } = useWords()
  const fault = useFault()
  const items = unit.warranty ?? []
  return (
    <div className="file-warranty">
      <span className="file-label">{t('owner.warranty')}</span>
      <ul className="file-list">
        {items.map((one, i) => (
          <li key={i} className="file-row">
            <Text path={`${path}.warranty[${i}].item`} name={t('owner.item')} value={one.item} onChange={(item) => change({ warranty: replaced(items, i, { item }) })} />
            <Text path={`${path}.warranty[${i}].until`} name={t('owner.until')} type="date" value={one.until} onChange={(until) => change({ warranty: replaced(items, i, { until }) })} />
            <Button size="small" aria-label={`${t('owner.remove')} ${one.item}`} onClick={() => change({ warranty: removed(items, i) })}>
              {t('owner.remove')}
            </Button>
            {fault(`${path}.warranty[${i}]`) && (
              <span className="bad" role="alert">
                {fault(`${path}.warranty[${i}]`)}
              </span>
            )}
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => change({ warranty: [...items, { item: '', until: '' }] })}>
        {t('owner.addWarranty')}
      </Button>
    </div>
  )
}
