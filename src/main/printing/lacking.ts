/** Which characters of a document come out as boxes, because neither the app nor this computer has a font for them. */
import type { PrintDocument } from '../../shared/printing/document.ts'
import { cleanText } from '../../shared/printing/document.ts'
import type { Profile } from '../../shared/printing/profile.ts'
import { plural } from '../../shared/words.ts'
import { withoutFont } from './drawText.ts'

/** Most fields, and most characters of one, that are named; a label has few, a book of names in one script may have hundreds. */
const NAMED = 3
const SHOWN = 5
const LONGEST = 60

interface Place { readonly field: string | undefined; readonly text: string }

/**
 * What who prints `document` has to know of it: which characters of which field are printed as boxes, in words; null where
 * every character has a font.
 */
export async function missingFrom(document: PrintDocument, profile: Profile): Promise<string | null> {
  const places = placesOf(document)
  const boxes = new Set(await withoutFont(places.map((place) => place.text).join('')))
  if (boxes.size === 0) return null
  const unknown = places.map((place) => ({ ...place, characters: Array.from(new Set(place.text)).filter((sign) => boxes.has(sign)) })).filter((place) => place.characters.length > 0)
  // A receipt printer has letters of its own, and what it has is not drawn.
  const has = document.kind === 'flow' && profile.language === 'escpos' ? (await import('./escpos.ts')).codePageTest(profile) : () => false
  const lacking = unknown.filter((place) => !has(place.text))
  if (lacking.length === 0) return null
  const one = new Set(lacking.flatMap((place) => place.characters)).size === 1
  const named = [...lacking.slice(0, NAMED).map(({ field, text, characters }) => {
    const signs = [...characters.slice(0, SHOWN).map(signWords), ...(characters.length > SHOWN ? [`${characters.length - SHOWN} more`] : [])]
    return `${listed(signs)} ${field === undefined ? 'in' : `of the ${field},`} "${shortened(text)}"`
  }), ...(lacking.length > NAMED ? [`more in ${plural(lacking.length - NAMED, 'other place')}`] : [])]
  return `${one ? 'A character is printed as a box, because no font of this computer has it' : 'Characters are printed as boxes, because no font of this computer has them'}: ${named.join('; ')}. Install a font that has ${one ? 'it' : 'them'} and start Pigeonhole again, or write ${one ? 'it' : 'them'} in other letters.`
}

/** What the app's own letters have whole: most texts of most documents, which need no further look. */
const PLAIN = /^[ -~]*$/

/** Every text of a document that may lack a letter, once, with the field that it belongs to. */
function placesOf(document: PrintDocument): Place[] {
  const places = document.kind === 'page'
    ? document.pages.flatMap((page) => page.flatMap((element): Place[] => (element.kind === 'text' && !PLAIN.test(element.text) ? [{ field: element.field, text: cleanText(element.text) }] : [])))
    : document.lines.flatMap((line): Place[] => {
        if (line.kind === 'text') return [{ field: undefined, text: cleanText(line.text) }]
        return line.kind === 'pair' ? [{ field: undefined, text: cleanText(line.left) }, { field: `line "${cleanText(line.left)}"`, text: cleanText(line.right) }] : []
      })
  return [...new Map(places.map((place) => [`${place.field ?? ''}\n${place.text}`, place])).values()]
}

// The screen may lack the font as well, so the character's code stands beside it.
const signWords = (sign: string): string => `${sign} (U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`)

function shortened(text: string): string {
  const signs = Array.from(text)
  return signs.length <= LONGEST ? text : `${signs.slice(0, LONGEST).join('').trimEnd()}…`
}
