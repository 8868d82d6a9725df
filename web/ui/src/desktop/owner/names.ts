/** What people call the fields of a file. */
import { useCallback } from 'react'
import { coded, useWords } from '../../i18n'
import { useSession } from '../../session'

/** useFieldName names a field by its path, such as units[金桂园 11栋 1203].room or needs.budget. */
export function useFieldName(): (path: string) => string {
  const { lang } = useWords()
  return useCallback(
    (path: string) => {
      const [, list, entry, field] = /^(\w+)\[(.*)\](?:\.(.+))?$/.exec(path) ?? [undefined, path, undefined, undefined]
      const name = (code: string) => coded(lang, `owner.${code.split('.').at(-1) ?? ''}`) ?? code
      if (entry === undefined) return name(list)
      return [entry, field === undefined ? name(list) : name(field)].join(' · ')
    },
    [lang],
  )
}

/** useWho names the user behind an id, as far as the desktop knows them. */
export function useWho(): (id: string) => string {
  const { desk } = useSession()
  return (id) => {
    const known = [...(desk?.snapshot.team ?? []), ...(desk?.snapshot.agents ?? [])].find((one) => one.id === id)
    return known === undefined ? id : `${known.name} ${known.work_no}`
  }
}
