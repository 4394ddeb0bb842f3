/** What proves a letter, part by part: what is there, on what source, and what to do about what is missing. Facts, no judgement. */
import type { PieceFile } from '../../shared/contract/pieces.ts'
import type { ProofPart, ProofStep } from '../../shared/contract/proof.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { sourceName } from '../../shared/mail/tracking-status.ts'
import type { ProofLetter } from '../../shared/printing/proof.ts'
import { evidenceInWords, FILE_WORDS, outcomeInWords } from '../../shared/printing/proof.ts'

type Facts = Omit<ProofLetter, 'missing'>
const FROM: Readonly<Record<string, string>> = { scanned: 'scanned', roll: 'from the roll of labels', own: 'of the office\u2019s own range' }

const shown = (files: readonly PieceFile[]): ProofPart['files'] => files.map(({ file, type, kind }) => ({ file, type, name: FILE_WORDS[kind] ?? kind }))
const step = (to: ProofStep, words: string): ProofPart['step'] => ({ to, words })
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function numberPart({ letter, files }: Facts): ProofPart {
  const receipts = shown(files.filter(({ kind }) => kind === 'receipt-3800'))
  const name = 'Label or receipt PS 3800'
  if (letter.number === '') return { part: 'number', name, state: 'missing', words: 'No article number is recorded.', files: receipts, step: step('number', 'Give it a number') }
  const words = `${letter.grouped}, ${FROM[letter.numberFrom] ?? letter.numberFrom}`
  if (receipts.length > 0 || letter.book !== null) return { part: 'number', name, state: 'there', words, files: receipts, step: null }
  return { part: 'number', name, state: 'part', words: `${words}. No scan of PS 3800 is kept.`, files: [], step: step('scan-3800', 'Add the scan of PS 3800') }
}

function sheetPart({ letter, book }: Facts): ProofPart[] {
  if (!letter.book || !book) return []
  const files = shown(book.files)
  const words = `Book ${letter.book.number}, line ${letter.book.line}${book.row.received === null ? '' : `; USPS wrote ${book.row.received} received`}`
  const base = { part: 'sheet' as const, name: 'Line on PS 3877', files }
  return [files.length > 0 ? { ...base, state: 'there', words, step: step('book', 'Open the book') } : { ...base, state: 'part', words: `${words}. The stamped sheet is not kept.`, step: step('scan-sheet', 'Open the book and add the stamped sheet') }]
}

function mailingPart({ letter: { mailing, book }, files, book: kept }: Facts): ProofPart {
  const base = { part: 'mailing' as const, name: 'Mailing date' }
  const how = book ? step('book', `Record the acceptance of book ${book.number}`) : step('accept', 'Record that USPS accepted it')
  if (mailing === null) return { ...base, state: 'missing', words: 'That USPS has it is not recorded.', files: [], step: how }
  if (mailing.evidence === null) return { ...base, state: 'part', words: `${mailing.day}. How it is evidenced is not recorded.`, files: [], step: how }
  const words = `${mailing.day}: ${evidenceInWords(mailing.evidence)}`
  const evidence = mailing.evidence === 'counter-postmark' ? shown(files.filter(({ kind }) => kind === 'receipt-3800')) : mailing.evidence === '3877-stamp' ? shown(kept?.files ?? []) : []
  return { ...base, state: mailing.evidence === 'self-declared' ? 'part' : 'there', words, files: evidence, step: null }
}

function trackingPart({ tracked }: Facts): ProofPart {
  const events = tracked?.events ?? []
  const name = 'Tracking events'
  if (events.length === 0) return { part: 'tracking', name, state: 'missing', words: 'None is recorded.', files: [], step: step('tracking', 'Add what USPS says') }
  const sources = [...new Set(events.flatMap((event) => event.sources.map(({ source }) => sourceName(source))))].join(', ')
  const accepted = (tracked?.row.acceptedDay ?? null) !== null
  return { part: 'tracking', name, state: accepted ? 'there' : 'part', words: `${events.length} ${events.length === 1 ? 'event' : 'events'}, told by ${sources}${accepted ? '' : '. None shows that USPS took it in.'}`, files: [], step: step('tracking', 'Open its tracking') }
}

const KIND = { card: { name: 'Green card, PS 3811', file: 'green-card' }, electronic: { name: 'Electronic return receipt', file: 'electronic-receipt' } } as const

function receiptParts({ letter, receipts, files }: Facts): ProofPart[] {
  return (['card', 'electronic'] as const).filter((kind) => letter.services.includes(kind)).map((kind): ProofPart => {
    const found = receipts.receipts.find((one) => one.kind === kind)
    const base = { part: kind, name: KIND[kind].name, files: shown(files.filter((file) => file.kind === KIND[kind].file)) }
    if (!found) return { ...base, state: 'missing', words: 'Expected once USPS has the letter.', step: null }
    const { received, signer } = found
    if (!received) return { ...base, state: 'missing', words: found.state === 'not-coming' ? `It does not come: ${found.because}.` : found.due ? `Not received; due ${found.due}.` : 'Not received; the letter is not delivered yet.', step: found.state === 'not-coming' ? null : step('receipts', 'Take it in when it comes') }
    const number = received.number === '' ? '' : ` ${groupNumber(received.number)}`
    if (base.files.length === 0) return { ...base, state: 'part', words: `Received${number}. No scan of it is kept.`, step: step('receipts', 'Add its scan') }
    if (!signer) return { ...base, state: 'part', words: `Received${number}. Nobody has read who signed.`, step: step('receipts', 'Read who signed') }
    return { ...base, state: signer.as === 'unreadable' ? 'part' : 'there', words: signer.as === 'unreadable' ? `The signature cannot be read, says ${signer.by}.` : `Signed ${signer.name}, ${signer.as === 'addressee' ? 'the addressee' : 'an agent'}; read by ${signer.by}`, step: step('receipts', 'Open the receipt') }
  })
}

function filePart(facts: Facts, kind: 'sealed' | 'document', name: string, to: ProofStep, words: string): ProofPart {
  const files = shown(facts.files.filter((file) => file.kind === kind))
  return files.length > 0 ? { part: kind, name, state: 'there', words: 'Kept', files, step: null } : { part: kind, name, state: 'missing', words: 'None is kept.', files, step: step(to, words) }
}

function outcomePart({ tracked }: Facts): ProofPart {
  const base = { part: 'outcome' as const, name: 'Outcome', files: [] }
  const { outcome = null, reason = '', outcomeDay = null, status } = tracked?.row ?? {}
  if (status === 'conflict') return { ...base, state: 'part', words: 'Sources disagree, and nobody has decided.', step: step('tracking', 'Say which is right') }
  if (outcome === null) return { ...base, state: 'missing', words: 'No outcome is recorded.', step: step('tracking', 'Open its tracking') }
  const words = `${outcomeInWords(outcome).replace(/\.$/, '')}${outcomeDay === null ? '' : `, ${outcomeDay}`}. ${sentence(reason)}`
  return { ...base, state: outcome === 'delivered-signer-not-established' ? 'part' : 'there', words, step: outcome === 'delivered-signer-not-established' ? step('receipts', 'Say who signed, from the receipt') : null }
}

function returnedPart({ receipts: { returned }, tracked, files }: Facts): ProofPart[] {
  const base = { part: 'returned' as const, name: 'Returned envelope', files: shown(files.filter(({ kind }) => kind === 'returned')) }
  if (returned) {
    const words = `Marked "${returned.words}", ${returned.sealed ? 'sealed' : 'opened'}, kept in ${returned.place}`
    return [base.files.length > 0 ? { ...base, state: 'there', words, step: step('receipts', 'Open the return') } : { ...base, state: 'part', words: `${words}. No picture of it is kept.`, step: step('receipts', 'Open the return') }]
  }
  const status = tracked?.row.status
  return status === 'returning' || status === 'returned-to-us' ? [{ ...base, state: 'missing', words: 'It comes back; its envelope is not here.', step: step('receipts', 'Take it in when it comes') }] : []
}

/** Everything that proves a letter, in the order in which it happens. */
export function partsOf(facts: Facts): ProofPart[] {
  const letters = shown(facts.files.filter(({ kind }) => kind === 'delivery-letter'))
  return [
    numberPart(facts), filePart(facts, 'document', 'Copy of the document', 'scan-document', 'Add the document'), filePart(facts, 'sealed', 'Picture of the sealed piece', 'scan-sealed', 'Add a picture'), ...sheetPart(facts), mailingPart(facts), trackingPart(facts), outcomePart(facts), ...receiptParts(facts),
    ...(letters.length > 0 ? [{ part: 'delivery-letter' as const, name: 'Letter of USPS about the delivery', state: 'there' as const, words: 'Kept', files: letters, step: null }] : []), ...returnedPart(facts),
  ]
}
