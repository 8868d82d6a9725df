/** The ways of a caller as a path: chosen by name, in the order in which they are tried. */
import ArrowLeftOutlined from '@ant-design/icons/es/icons/ArrowLeftOutlined'
import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined'
import Select from 'antd/es/select'
import { Fragment } from 'react'
import type { Value } from './config'
import { useForm } from './form'
import { moved } from './value'
import { placesFor, waysOf, wayText, type Way } from './ways'
import { useAdminWords, wayWords } from './words'

interface Props {
  id: string
  path: string
  label: string
  value: Value | undefined
  invalid: boolean
  onChange: (ways: string[]) => void
}

export function WaysField({ id, path, label, value, invalid, onChange }: Props) {
  const { say } = useAdminWords()
  const { document, readOnly } = useForm()
  const ways = waysOf(value)
  const taken = ways.map(wayText)
  const last = ways.at(-1)?.kind
  const free = placesFor(path, document).filter((way) => !taken.includes(wayText(way)))
  const choices = (label: string, some: Way[]) => (some.length === 0 ? [] : [{ label, options: some.map((way) => ({ value: wayText(way), label: wayWords(way, document, say) })) }])
  const put = (next: Way[]) => onChange(next.map(wayText))
  return (
    <ol className="ways" aria-label={label} data-invalid={invalid || undefined}>
      {ways.map((way, i) => (
        <Fragment key={wayText(way)}>
          {i > 0 && <li className="ways-else" aria-hidden="true">{say('way.else')}</li>}
          <li className="way-step" data-kind={way.kind}>
            {!readOnly && i > 0 && (
              <button type="button" title={say('way.earlier')} aria-label={`${say('way.earlier')} ${wayWords(way, document, say)}`} onClick={() => put(moved(ways, i, i - 1))}>
                <ArrowLeftOutlined />
              </button>
            )}
            <span>{wayWords(way, document, say)}</span>
            {!readOnly && (
              <button type="button" title={say('way.remove')} aria-label={`${say('way.remove')} ${wayWords(way, document, say)}`} onClick={() => put(ways.filter((_, j) => j !== i))}>
                <CloseOutlined />
              </button>
            )}
          </li>
        </Fragment>
      ))}
      {!readOnly && last !== 'goodbye' && (
        <li>
          <Select
            id={id}
            size="small"
            className="way-add"
            popupMatchSelectWidth={false}
            aria-label={`${label} ${say('way.add')}`}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            placeholder={say('way.add')}
            options={[
              ...choices(say('way.kind.queue'), free.filter(({ kind }) => kind === 'queue')),
              ...choices(say('way.kind.duty'), free.filter(({ kind }) => kind === 'duty')),
              ...choices(say('way.kind.other'), free.filter(({ kind }) => kind !== 'queue' && kind !== 'duty')),
            ]}
            onChange={(chosen: string | null) => chosen !== null && onChange([...taken, chosen])}
          />
        </li>
      )}
    </ol>
  )
}
