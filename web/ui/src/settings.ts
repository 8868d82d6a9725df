/**
 * What a person chose for this browser: language and light or dark. Kept in
 * localStorage; a browser that refuses storage keeps the choice until reload.
 */
import { useCallback, useEffect, useState } from 'react'
import type { Lang } from './format'
import type { Mode } from './theme'

export type Scheme = Mode | 'auto'

/** readStored reads a text this page kept in the browser, null where there is none. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(`thirdring.${key}`)
  } catch {
    return null
  }
}

/** writeStored keeps a text in the browser and says whether it could; null removes it. */
export function writeStored(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(`thirdring.${key}`)
    else localStorage.setItem(`thirdring.${key}`, value)
    return true
  } catch {
    return false // storage is full or forbidden: the page works on without it
  }
}

/** storedKeys lists what this page kept under a prefix. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`thirdring.${prefix}`))
      .map((key) => key.slice('thirdring.'.length))
  } catch {
    return []
  }
}

/** useLang is the page's language, zh-CN unless the person chose English. */
export function useLang(): [Lang, (lang: Lang) => void] {
  const [lang, setLang] = useState<Lang>(() => (readStored('lang') === 'en' ? 'en' : 'zh-CN'))
  useEffect(() => {
    document.documentElement.lang = lang
  }, [lang])
  const choose = useCallback((next: Lang) => {
    writeStored('lang', next)
    setLang(next)
  }, [])
  return [lang, choose]
}

/** useScheme is light or dark, the system's unless the person chose. */
export function useScheme(): [Mode, (mode: Mode) => void] {
  const [chosen, setChosen] = useState<Scheme>(() => {
    const kept = readStored('scheme')
    return kept === 'light' || kept === 'dark' ? kept : 'auto'
  })
  const system = useSystemMode()
  const choose = useCallback((next: Mode) => {
    writeStored('scheme', next)
    setChosen(next)
  }, [])
  return [chosen === 'auto' ? system : chosen, choose]
}

function useSystemMode(): Mode {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return dark ? 'dark' : 'light'
}
