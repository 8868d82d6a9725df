/** The category: found by name, code or pinyin initials; a sub-category is found the same way. */
import Select from 'antd/es/select'
import { useMemo, useState } from 'react'
import { useWords } from '../../i18n'
import type { Category } from '../../protocol.gen'
import { entriesOf, find } from './find'

interface Props {
  categories: Category[]
  value: string
  invalid: boolean
  onChange: (category: string, sub: string) => void
}

export function CategorySelect({ categories, value, invalid, onChange }: Props) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const entries = useMemo(() => entriesOf(categories), [categories])
  const shown = useMemo(() => find(entries, typed), [entries, typed])
  return (
    <Select
      id="wrap-category"
      aria-required
      value={value || null}
      placeholder={t('wrap.categoryHint')}
      showSearch={{ searchValue: typed, onSearch: setTyped, filterOption: false }}
      options={shown.map((one) => ({ value: one.value, label: one.label }))}
      notFoundContent={t('wrap.categoryNone')}
      labelRender={({ value: code, label }) => label ?? entries.find((one) => one.value === code)?.label ?? String(code)}
      onChange={(picked: string) => {
        const one = entries.find((entry) => entry.value === picked)
        setTyped('')
        if (one) onChange(one.code, one.sub)
      }}
      {...(invalid ? { status: 'error' as const, 'aria-invalid': true } : {})}
    />
  )
}
