/** What custody prints: labels of locations, containers and badges, receipts of handovers, run sheets. */
import type { Printable, Queued } from '../../shared/contract/printing.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { locationBarcode } from '../../shared/mail/own.ts'
import { shortDay } from '../../shared/mail/custody.ts'
import type { PrintDocument } from '../../shared/printing/document.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { badge, receipt, shelfLabel } from '../../shared/printing/labels.ts'
import type { Purpose } from '../../shared/printing/profile.ts'
import { runSheet } from '../../shared/printing/runSheet.ts'
import { saidOnce } from '../../shared/words.ts'
import type { Media } from '../../shared/printing/document.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { printerFor } from '../printing/printers.ts'
import { asPdf, queue } from '../printing/printing.ts'
import { OFFICE, setting } from '../store/settings.ts'
import type { Context } from './custody.ts'
import { existingContainer } from './containers.ts'
import { handover } from './handover.ts'
import * as queries from './queries.ts'
import { run } from './runs.ts'

const office = ({ services: { store } }: Context): string => setting(store.db, OFFICE)?.name ?? ''

/** "Nov 24, 2026, 15:04" by the office's clock. */
function stamp({ services: { store } }: Context, at: number): string {
  return `${shortDay(officeDay(at, store.zone()), '')}, ${officeTime(at, store.zone())}`
}

async function print(call: CheckedCall, purpose: Purpose, named: string | undefined, documents: (media: Media) => PrintDocument[]): Promise<Queued> {
  const printer = printerFor(call.services.store, purpose, named)
  const made = documents(MEDIA[printer.profile.media])
  const missing: Array<string | null> = []
  for (const document of made) missing.push((await queue(call.services, call.actor, { printer, purpose, document })).missing)
  return { jobs: made.length, missing: saidOnce(missing) }
}

/** Queues the labels of locations. @throws NotFound, Refusal `no-printer` */
export function printLocations(call: CheckedCall, input: { locations: string[]; printer?: string | undefined }): Promise<Queued> {
  const { db } = call.services.store
  const rows = input.locations.map((id) => queries.locationById(db, id) ?? gone())
  return print(call, 'shelf', input.printer, (media) => rows.map((row) => shelfLabel({ code: locationBarcode(row.code), name: row.code, office: row.name || office(call) }, media)))
}

function gone(): never {
  throw new NotFound('This location is not here any more.')
}

/** Queues the labels of containers. @throws NotFound, Refusal `no-printer` */
export function printContainers(call: CheckedCall, input: { containers: string[]; printer?: string | undefined }): Promise<Queued> {
  const { db } = call.services.store
  const rows = input.containers.map((id) => existingContainer(db, id))
  return print(call, 'shelf', input.printer, (media) => rows.map((row) => shelfLabel({ code: row.number, name: row.name || row.kind, office: office(call) }, media)))
}

/** Queues a person's badge. @throws NotFound, Refusal `no-badge`, `no-printer` */
export function printBadge(call: CheckedCall, input: { person: string; printer?: string | undefined }): Promise<Queued> {
  const card = directory.get(call, input.person)
  if (card.badge === '') throw new Refusal('no-badge', `${card.name} has no badge yet. Give one first.`)
  return print(call, 'shelf', input.printer, (media) => [badge({ code: card.badge, name: card.name, role: card.department ?? '', office: office(call) }, media)])
}

/** The receipt of a handover, on a receipt roll or on a sheet. @throws NotFound */
function receiptOf(call: Context, id: string, media: Media): PrintDocument {
  const { handover: of, rows } = handover(call, { handover: id })
  const { receiver } = of
  const words = { recipient: '', delegate: ' (delegate)', other: receiver.idSeen === '' ? '' : ` (${receiver.idSeen})` }[receiver.kind]
  const others = new Set(rows.map((piece) => piece.recipient?.name ?? '').filter((name) => name !== '' && name !== receiver.name))
  return receipt({
    title: 'Receipt', office: office(call), date: stamp(call, of.at),
    lines: [
      ...rows.flatMap((piece) => [piece.grouped, [piece.carrierName, ...(others.size > 0 ? [`for ${piece.recipient?.name || piece.recipient?.department || ''}`] : [])].join(', ')]),
      ['Taken by', `${receiver.name}${words}`] as const, ['Handed over by', of.by] as const,
      ...(of.signature ? [['Signed', of.signature.file.slice(0, 16)] as const] : []), ...(of.note === '' ? [] : [of.note]),
    ],
    total: ['Pieces', String(rows.length)], footer: of.corrected ? 'The receiver was corrected.' : '',
  }, media)
}

/** @throws NotFound, Refusal `no-printer` */
export function printReceipt(call: CheckedCall, input: { handover: string; printer?: string | undefined }): Promise<Queued> {
  return print(call, 'receipt', input.printer, (media) => [receiptOf(call, input.handover, media)])
}

/** @throws NotFound */
export function receiptPdf(call: CheckedCall, input: { handover: string }): Promise<Printable> {
  return asPdf(call, receiptOf(call, input.handover, MEDIA['80mm']))
}

function sheetOf(call: Context, id: string): PrintDocument {
  const of = run(call, { run: id })
  const note = (piece: { accountable: boolean; condition: string; note: string }): string => [piece.accountable ? 'Has to be signed for' : '', piece.condition === 'good' ? '' : piece.condition, piece.note].filter((text) => text !== '').join(', ')
  return runSheet({
    office: office(call), name: of.name, carrier: of.carrier, date: stamp(call, call.services.store.now()),
    stops: of.stopList.map(({ code, building, floor, description, lines }) => ({ code, building, floor, description, lines: lines.map(({ piece }) => ({ number: piece.grouped, recipient: piece.recipient?.name || piece.recipient?.department || '', note: note(piece) })) })),
  })
}

/** The run sheet as a PDF. @throws NotFound */
export function runSheetPdf(call: CheckedCall, input: { run: string }): Promise<Printable> {
  return asPdf(call, sheetOf(call, input.run))
}

/** @throws NotFound, Refusal `no-printer` */
export function printRunSheet(call: CheckedCall, input: { run: string; printer?: string | undefined }): Promise<Queued> {
  return print(call, 'report', input.printer, () => [sheetOf(call, input.run)])
}
