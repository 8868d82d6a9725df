/**
 * The page's words. zh is the source: its keys and the placeholders in them
 * type every use, and i18n.test.ts fails where en lacks one.
 */
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { Lang } from '../format'
import { en } from './en'
import { zh } from './zh'

export type Key = keyof typeof zh

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

type Values<K extends Key> = [Placeholders<(typeof zh)[K]>] extends [never]
  ? []
  : [values: Record<Placeholders<(typeof zh)[K]>, string | number>]

/** PlainKey is a key whose words need no values. */
export type PlainKey = { [K in Key]: Values<K> extends [] ? K : never }[Key]

/** Translate gives the words for a key in the page's language. */
export type Translate = <K extends Key>(key: K, ...values: Values<K>) => string

export const catalogues: Record<Lang, Record<Key, string>> = { 'zh-CN': zh, en }

/** translator makes the Translate of a language. */
export function translator(lang: Lang): Translate {
  return (key, ...values) => {
    const given = values[0] as Record<string, string | number> | undefined
    return catalogues[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(given?.[name] ?? whole))
  }
}

/** coded gives the words for a key that holds a code from the server, undefined for a code without words. */
export function coded(lang: Lang, key: string): string | undefined {
  return Object.hasOwn(zh, key) ? catalogues[lang][key as Key] : undefined
}

interface Words {
  lang: Lang
  t: Translate
}

const Context = createContext<Words>({ lang: 'zh-CN', t: translator('zh-CN') })

/** Language sets the language of everything inside. */
export function Language({ lang, children }: { lang: Lang; children: ReactNode }) {
  const words = useMemo(() => ({ lang, t: translator(lang) }), [lang])
  return <Context value={words}>{children}</Context>
}

/** useWords gives the language and its translator. */
export function useWords(): Words {
  return useContext(Context)
}
