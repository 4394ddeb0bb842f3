import { createInstance } from 'i18next'
import { en } from './en.ts'

type Catalogue = typeof en
/** The key of a text: the area, the file that says it, and its first words. */
export type TextKey = keyof Catalogue

/** The names between double braces of a text. */
type Names<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never

const texts = createInstance()
// Read at once and not later: the first screen is drawn with its words.
void texts.init({ lng: 'en', resources: { en: { translation: en } }, keySeparator: false, nsSeparator: false, initAsync: false, interpolation: { escapeValue: false } })

/** The texts as they are; most have no values, and nothing has to be put into them. */
const words: Readonly<Record<string, string>> = texts.getDataByLanguage('en')?.['translation'] as typeof en

/**
 * A text of the catalogue with its values put in. A key that does not exist, and a value that is not given, do not compile; one that is nothing is said as nothing.
 * Nothing is escaped here: what comes of it is text, and React shows text as text.
 */
export function t<Key extends TextKey>(key: Key, ...values: [Names<Catalogue[Key]>] extends [never] ? [] : [Readonly<Record<Names<Catalogue[Key]>, string | number | null | undefined>>]): string {
  const [put] = values
  return put ? (texts.t as (key: string, values: object) => string)(key, put) : (words[key] ?? key)
}
