import { useState, type ReactNode } from 'react'
import type { PieceEvent, PieceRow } from '../../../shared/contract/pieces.ts'
import { Mark } from '../../ui/drawings.tsx'
import { Hash } from '../../ui/num.tsx'
import { PaneHead, Tag } from '../../ui/parts.tsx'
import { clock, count, date, fullTime } from '../../ui/words.ts'
import { tellReceipt } from '../receipts/tell-receipt.ts'
import { tellLetter } from '../certified/tell-letter.ts'
import { allowance, Correction, correctsLine } from './correction.tsx'
import { field, record, type Told } from './payload.ts'
import { Photo } from './photo.tsx'
import css from './pieces.module.css'
import { tellTracking } from '../tracking/tell-tracking.ts'
import { tellCustody } from './tell-custody.ts'

const SOURCES: Record<string, string> = { wedge: 'keyboard scanner', typed: 'typed by hand', serial: 'serial scanner', hid: 'USB scanner', camera: 'camera', image: 'image' }

const FIELDS: Record<string, string> = { type: 'type', condition: 'condition', count: 'count', location: 'location', sender: 'sender', reference: 'reference', note: 'note' }

/** "location B-14, condition damaged": what a set of details says. */
function details(values: Record<string, unknown>): string {
  const words = Object.entries(FIELDS).flatMap(([key, word]) => (key in values ? [`${word} ${String(values[key]) || 'none'}`] : []))
  const grouped = record(values['number'])['grouped']
  const name = 'recipient' in values ? record(record(values['recipient'])['recipient'])['name'] : undefined
  return [...(typeof grouped === 'string' ? [`number ${grouped}`] : []), ...('recipient' in values ? [`for ${typeof name === 'string' && name ? name : 'nobody'}`] : []), ...words].join(', ')
}

const ANSWERS: Record<string, string> = {
  another: 'A second piece with the same number', same: 'The same piece, scanned twice', 'as-printed': 'The number stands on the label like this',
  number: 'The number was read wrong', choice: 'The carrier was chosen', unknown: 'Nobody can tell the carrier',
}

/** What a line of the log says, in the trade's words. A kind this page does not know is named as it stands in the log. */
function tell(event: PieceEvent): Told {
  if (event.payload === null) return { mark: 'label', title: event.kind, detail: 'Redacted. The line and its hash stay.' }
  if (event.kind === 'piece.received') return { mark: 'received', title: 'Taken in', detail: [`${field(event, 'carrierName')} ${field(event, 'service')}`.trim(), SOURCES[field(event, 'source')] ?? field(event, 'source')].filter(Boolean).join(', ') }
  if (event.kind === 'piece.voided') return { mark: 'disposed', title: 'Voided', detail: field(event, 'reason') }
  if (event.kind === 'piece.assigned') {
    const to = record(event.payload['recipient'])
    const said = ['name', 'department', 'mailStop'].flatMap((key) => (typeof to[key] === 'string' && to[key] ? [to[key]] : []))
    return { mark: 'received', title: `For ${said[0] ?? 'nobody'}`, detail: said.slice(1).join(', ') }
  }
  if (event.kind === 'piece.detailed') return { mark: typeof event.payload['location'] === 'string' && event.payload['location'] ? 'stored' : 'logged', title: 'Details recorded', detail: details(event.payload) }
  if (event.kind === 'piece.number-attached') return { mark: 'logged', title: 'Second barcode attached', detail: `${field(event, 'grouped')}, ${field(event, 'service')}` }
  if (event.kind === 'piece.question-answered') return { mark: 'logged', title: ANSWERS[field(event, 'answer')] ?? 'Question answered', detail: field(event, 'word') }
  if (event.kind === 'piece.corrected') return { mark: 'logged', title: 'Corrected', detail: `Was: ${details(record(event.payload['before']))}. Is: ${details(record(event.payload['after']))}. Reason: ${field(event, 'reason')}` }
  if (event.kind === 'piece.photographed') return { mark: 'logged', title: 'Photographed', detail: field(event, 'note') }
  return tellCustody(event) ?? tellLetter(event) ?? tellReceipt(event) ?? tellTracking(event) ?? { mark: 'label', title: event.kind, detail: '' }
}

/** The picture that a line of the log keeps: a photo, or the signature of whoever took the piece. */
function pictureOf(event: PieceEvent): { hash: string; what: string } | null {
  if (event.payload === null) return null
  const signature = record(event.payload['signed'])['signatureFile']
  if (typeof signature === 'string') return { hash: signature, what: 'Signature' }
  const sealed = event.kind === 'letter.filed' && field(event, 'type').startsWith('image/')
  const photo = field(event, 'file')
  if ((event.kind === 'piece.photographed' || sealed) && photo) return { hash: photo, what: sealed ? 'Picture' : 'Photo' }
  return null
}

/** Custody, newest first: who, when, and the hash under which the log keeps it. A click shows the line as it was recorded. */
export function Timeline({ piece, events }: { piece: PieceRow; events: readonly PieceEvent[] }): ReactNode {
  const newest = events.toSorted((a, b) => b.recordedAt - a.recordedAt || b.sequence - a.sequence)
  const lineOf = (event: PieceEvent): string => `${event.device}-${event.sequence}`
  const present = new Set(events.map(lineOf))
  // A correction hangs under the line it corrects; one whose line is not here stands by itself.
  const hung = (event: PieceEvent): boolean => present.has(correctsLine(event) ?? '')
  return (
    <section className={css.custody} aria-label="Custody">
      <PaneHead title="Custody" after={count(newest.length, 'entry', 'entries')}><span className={css.legend}><i />with us</span></PaneHead>
      <ol className={css.tline}>{newest.filter((event) => !hung(event)).map((event) => <Entry key={lineOf(event)} event={event} corrections={newest.filter((other) => correctsLine(other) === lineOf(event))} voided={piece.voided !== null && event.kind !== 'piece.voided'} />)}</ol>
    </section>
  )
}

function Entry({ event, corrections, voided }: { event: PieceEvent; corrections: readonly PieceEvent[]; voided: boolean }): ReactNode {
  const [open, setOpen] = useState(false)
  const told = tell(event)
  const picture = pictureOf(event)
  return (
    <li data-void={voided || undefined}>
      <button type="button" className={css.entry} aria-expanded={open} onClick={() => { setOpen(!open) }}>
        <time dateTime={new Date(event.recordedAt).toISOString()}><b>{date(event.recordedAt, event.zone)}</b><span>{clock(event.recordedAt, event.zone)}</span></time>
        <Mark name={told.mark} size="m" />
        <span className={css.what}><b>{told.title}{event.correctedBy && <Tag small>Corrected</Tag>}</b><span>{told.detail}{event.stated ? `${told.detail ? '. ' : ''}Entered late: happened ${fullTime(event.stated.at, event.zone)}, from ${event.stated.source}` : ''}</span></span>
        <span className={css.by}><span>{event.actor.name}{allowance(event)}</span><Hash hash={event.hash} /></span>
      </button>
      {picture && <div className={css.under}><Photo event={event} hash={picture.hash} what={picture.what} /></div>}
      {corrections.map((correction) => <Correction key={correction.sequence} event={correction} />)}
      {open && (
        <dl className={css.rawEvent}>
          <dt>Kind</dt><dd>{event.kind}</dd>
          <dt>Recorded</dt><dd>{fullTime(event.recordedAt, event.zone)}, {event.zone}</dd>
          <dt>By</dt><dd>{event.actor.name} ({event.actor.id})</dd>
          <dt>Station and entry</dt><dd>{event.device}, {event.sequence}</dd>
          <dt>Hash</dt><dd>{event.hash}</dd>
          <dt>Content</dt><dd><pre>{event.payload === null ? 'Redacted' : JSON.stringify(event.payload, null, 2)}</pre></dd>
        </dl>
      )}
    </li>
  )
}
