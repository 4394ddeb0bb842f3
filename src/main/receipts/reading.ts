/** Reading one page of a scan: what numbers stand on it, and what kind of page it is. Records nothing. */
import type { FiledAs } from '../../shared/contract/receipts.ts'
import type { FileType } from '../../shared/contract/pieces.ts'
import { readDeliveryText } from '../../shared/mail/delivery-letter.ts'
import { groupNumber } from '../../shared/mail/identify.ts'
import type { OpenReason, ReadNumber } from '../../shared/mail/receipt-match.ts'
import { matchPage } from '../../shared/mail/receipt-match.ts'
import { letterWithNumber } from '../certified/certified.ts'
import type { CheckedCall } from '../call.ts'
import type { Point, SymbolFormat } from '../scanning/decodeTypes.ts'
import { DecodeError } from '../scanning/decodeTypes.ts'
import { receiptNumber } from './receipts.ts'

type Context = Pick<CheckedCall, 'services'>

/** What was read of a page. */
export interface Finding { page: number; numbers: ReadonlyArray<{ number: string; kind: ReadNumber['kind']; checkDigit: ReadNumber['checkDigit']; at: ReadNumber['at'] }>; how: 'barcode' | 'text'; why: OpenReason | null; words: string; hasText: boolean }

/** What is to be done with a page. */
export interface Decided { filings: ReadonlyArray<{ letter: string; as: FiledAs; number: string }>; open: { why: OpenReason; words: string; numbers: readonly string[] } | null }

/** Symbologies that check themselves; USPS prints its numbers in these only. */
const TRUSTED: ReadonlySet<SymbolFormat> = new Set(['Code128', 'GS1-128', 'DataMatrix', 'QRCode', 'PDF417', 'Aztec'])
/** Letters of text beyond which a page of a PDF is more than a stray mark. */
const SOME_TEXT = 60

/** A number with the middle of its bars. */
function placed(found: ReturnType<typeof receiptNumber>, corners: readonly Point[]): Array<Finding['numbers'][number]> {
  const mean = (of: (point: Point) => number): number => corners.reduce((sum, point) => sum + of(point), 0) / Math.max(1, corners.length)
  return found ? [{ ...found, at: { x: mean(({ x }) => x), y: mean(({ y }) => y) } }] : []
}

/**
 * Reads a page: the text of a PDF of USPS first, then the barcodes.
 *
 * @param text the text of the page where the file is a PDF, otherwise empty
 */
export async function readPage({ services }: Context, { file, type }: { file: string; type: FileType }, page: number, text: string, signal?: AbortSignal): Promise<Finding> {
  const told = readDeliveryText(text)
  const hasText = text.trim().length >= SOME_TEXT
  const finding = (numbers: Finding['numbers'], how: Finding['how'], why: OpenReason | null = null, words = ''): Finding => ({ page, numbers, how, why, words, hasText })
  const spoken = told.numbers.flatMap((number) => placed(receiptNumber(number), []))
  if (told.known) return finding(spoken, 'text')
  if (hasText && !told.card && spoken.length > 0) return finding(spoken, 'text', 'layout')
  // Looking for bars where there are none takes longest, and the backs of a stack are many.
  const { empty } = hasText ? { empty: false } : await services.reader.run('pagePicture', { file, type, page, longest: 400, quality: 60 }, signal ? { signal } : {}).catch((error: unknown) => {
    if (signal?.aborted) throw error
    return { empty: false }
  })
  if (empty) return finding([], 'barcode', 'blank')
  try {
    const { pages } = await services.decoder.decode({ path: services.store.files.path(file) }, { page, ...(signal ? { signal } : {}) })
    const read = pages.flatMap(({ symbols }) => symbols.filter(({ format }) => TRUSTED.has(format))).flatMap(({ text: content, corners }) => placed(receiptNumber(content), corners))
    return hasText && !told.card && !read.some(({ kind }) => kind === 'green-card') ? finding([...spoken, ...read], 'text', 'layout') : finding(read, 'barcode')
  } catch (error) {
    if (error instanceof DecodeError) return finding([], 'barcode', 'unreadable', error.message)
    throw error
  }
}

const listed = (numbers: readonly string[]): string => [...new Set(numbers)].map(groupNumber).join(', ')

const WORDS: Readonly<Record<OpenReason, (numbers: readonly string[]) => string>> = {
  blank: () => 'Nothing stands on this page.',
  'no-number': () => 'No barcode could be read.',
  'check-digit': (numbers) => `The check digit of ${listed(numbers)} is wrong.`,
  'no-letter': (numbers) => `No letter here has the number ${listed(numbers)}.`,
  disagree: (numbers) => `The numbers on this page belong to different letters: ${listed(numbers)}.`,
  list: () => 'This page has article numbers of several letters and no green card, like a mailing book.',
  layout: (numbers) => (numbers.length === 0 ? 'This is no letter of USPS that is known.' : `This is no letter of USPS that is known. It names ${listed(numbers)}.`),
  refused: () => 'The letter cannot have it.',
  unreadable: () => 'This page cannot be read.',
}
const inWords = (why: OpenReason, numbers: readonly string[]): string => WORDS[why](numbers)

/** Whose page it is, by what is recorded now. */
export function decide(call: Context, finding: Finding): Decided {
  const open = (why: OpenReason, numbers: readonly string[], words = inWords(why, numbers)): Decided => ({ filings: [], open: { why, words, numbers: [...new Set(numbers)] } })
  const named = finding.numbers.map(({ number }) => number)
  if (finding.why) return open(finding.why, named, finding.words === '' ? undefined : finding.words)
  const [first] = finding.numbers
  if (finding.how === 'text' && first) {
    const letter = letterWithNumber(call, first.number)
    return letter ? { filings: [{ letter: letter.id, as: letter.services.includes('electronic') ? 'electronic' : 'delivery-letter', number: first.number }], open: null } : open('no-letter', named)
  }
  const match = matchPage(finding.numbers.map((one) => {
    const letter = one.checkDigit === 'invalid' ? null : letterWithNumber(call, one.number)
    return { ...one, letter: letter && { id: letter.id, cardKnown: letter.greenCard !== '' } }
  }))
  return { filings: match.letters.map(({ letter, number }) => ({ letter, as: 'card', number })), open: match.open && { ...match.open, words: inWords(match.open.why, match.open.numbers) } }
}
