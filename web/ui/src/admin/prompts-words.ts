/** The words of the prompts' page. */
import { useMemo } from 'react'
import { useWords } from '../i18n'
import { prompts as en } from '../i18n/prompts.en'
import { prompts as zh } from '../i18n/prompts.zh'

export type PromptKey = keyof typeof zh
export type SayPrompt = (key: PromptKey, values?: Record<string, string | number>) => string

/** usePromptWords gives the page's words; situation names one that the server may know and this page not. */
export function usePromptWords(): { say: SayPrompt; situation: (code: string) => string; seconds: (ms: number) => string } {
  const { lang } = useWords()
  return useMemo(() => {
    const words: Record<PromptKey, string> = lang === 'en' ? en : zh
    const say: SayPrompt = (key, values) => words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values?.[name] ?? whole))
    const situation = (code: string) => (Object.hasOwn(words, `situation.${code}`) ? words[`situation.${code}` as PromptKey] : code)
    return { say, situation, seconds: (ms) => say('seconds', { seconds: (ms / 1000).toFixed(1) }) }
  }, [lang])
}
