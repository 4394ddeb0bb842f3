import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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

const SOURCES: Record<string, string> = { wedge: t('pieces.timeline.keyboardScanner'), typed: t('pieces.timeline.typedByHand'), serial: t('pieces.timeline.serialScanner'), hid: t('pieces.timeline.usbScanner'), camera: 'camera', image: 'image' }

const FIELDS: Record<string, string> = { type: 'type', condition: 'condition', count: 'count', location: 'location', sender: 'sender', reference: 'reference', note: 'note' }

/** "location B-14, condition damaged": what a set of details says. */
function details(values: Record<string, unknown>): string {
  const words = Object.entries(FIELDS).flatMap(([key, word]) => (key in values ? [`${word} ${String(values[key]) || t('common.none')}`] : []))
  const grouped = record(values['number'])['grouped']
  const name = 'recipient' in values ? record(record(values['recipient'])['recipient'])['name'] : undefined
  return [...(typeof grouped === 'string' ? [t('pieces.timeline.numberGrouped', { grouped })] : []), ...('recipient' in values ? [t('pieces.timeline.forValue', { value: typeof name === 'string' && name ? name : t('pieces.timeline.nobody') })] : []), ...words].join(', ')
}

const ANSWERS: Record<string, string> = {
  another: t('pieces.timeline.aSecondPieceWithTheSame'), same: t('pieces.timeline.theSamePieceScannedTwice'), 'as-printed': t('pieces.timeline.theNumberStandsOnTheLabel'),
  number: t('pieces.timeline.theNumberWasReadWrong'), choice: t('pieces.timeline.theCarrierWasChosen'), unknown: t('pieces.timeline.nobodyCanTellTheCarrier'),
}

/** What a line of the log says, in the trade's words. A kind this page does not know is named as it stands in the log. */
function tell(event: PieceEvent): Told {
  if (event.payload === null) return { mark: 'label', title: event.kind, detail: t('pieces.timeline.redactedTheLineAndItsHash') }
  if (event.kind === 'piece.received') return { mark: 'received', title: t('common.takenIn'), detail: [`${field(event, 'carrierName')} ${field(event, 'service')}`.trim(), SOURCES[field(event, 'source')] ?? field(event, 'source')].filter(Boolean).join(', ') }
  if (event.kind === 'piece.voided') return { mark: 'disposed', title: t('common.voided'), detail: field(event, 'reason') }
  if (event.kind === 'piece.assigned') {
    const to = record(event.payload['recipient'])
    const said = ['name', 'department', 'mailStop'].flatMap((key) => (typeof to[key] === 'string' && to[key] ? [to[key]] : []))
    return { mark: 'received', title: t('pieces.timeline.forValue2', { value: said[0] ?? t('pieces.timeline.nobody') }), detail: said.slice(1).join(', ') }
  }
  if (event.kind === 'piece.detailed') return { mark: typeof event.payload['location'] === 'string' && event.payload['location'] ? 'stored' : 'logged', title: t('pieces.timeline.detailsRecorded'), detail: details(event.payload) }
  if (event.kind === 'piece.number-attached') return { mark: 'logged', title: t('pieces.timeline.secondBarcodeAttached'), detail: `${field(event, 'grouped')}, ${field(event, 'service')}` }
  if (event.kind === 'piece.question-answered') return { mark: 'logged', title: ANSWERS[field(event, 'answer')] ?? t('pieces.timeline.questionAnswered'), detail: field(event, 'word') }
  if (event.kind === 'piece.corrected') return { mark: 'logged', title: t('common.corrected'), detail: t('pieces.timeline.wasDetailsIsDetails2ReasonEvent', { details: details(record(event.payload['before'])), details2: details(record(event.payload['after'])), event: field(event, 'reason') }) }
  if (event.kind === 'piece.photographed') return { mark: 'logged', title: t('pieces.timeline.photographed'), detail: field(event, 'note') }
  return tellCustody(event) ?? tellLetter(event) ?? tellReceipt(event) ?? tellTracking(event) ?? { mark: 'label', title: event.kind, detail: '' }
}

/** The picture that a line of the log keeps: a photo, or the signature of whoever took the piece. */
function pictureOf(event: PieceEvent): { hash: string; what: string; whole?: true } | null {
  if (event.payload === null) return null
  const signature = record(event.payload['signed'])['signatureFile']
  if (typeof signature === 'string') return { hash: signature, what: t('common.signature'), whole: true }
  const sealed = event.kind === 'letter.filed' && field(event, 'type').startsWith('image/')
  const photo = field(event, 'file')
  if ((event.kind === 'piece.photographed' || sealed) && photo) return { hash: photo, what: sealed ? t('pieces.timeline.picture') : t('common.photo') }
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
    <section className={css.custody} aria-label={t('pieces.timeline.custody')}>
      <PaneHead title={t('pieces.timeline.custody')} after={count(newest.length, t('common.entry'), t('common.entries'))}><span className={css.legend}><i />{t('pieces.timeline.withUs')}</span></PaneHead>
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
        <span className={css.what}><b>{told.title}{event.correctedBy && <Tag small>{t('common.corrected')}</Tag>}</b><span>{told.detail}{event.stated ? t('pieces.timeline.valueEnteredLateHappenedAtFrom', { value: told.detail ? '. ' : '', at: fullTime(event.stated.at, event.zone), source: event.stated.source }) : ''}</span></span>
        <span className={css.by}><span>{event.actor.name}{allowance(event)}</span><Hash hash={event.hash} /></span>
      </button>
      {picture && <div className={css.under}><Photo event={event} {...picture} /></div>}
      {corrections.map((correction) => <Correction key={correction.sequence} event={correction} />)}
      {open && (
        <dl className={css.rawEvent}>
          <dt>{t('common.kind')}</dt><dd>{event.kind}</dd>
          <dt>{t('pieces.timeline.recorded')}</dt><dd>{fullTime(event.recordedAt, event.zone)}, {event.zone}</dd>
          <dt>{t('pieces.timeline.by')}</dt><dd>{event.actor.name} ({event.actor.id})</dd>
          <dt>{t('pieces.timeline.stationAndEntry')}</dt><dd>{event.device}, {event.sequence}</dd>
          <dt>{t('pieces.timeline.hash')}</dt><dd>{event.hash}</dd>
          <dt>{t('pieces.timeline.content')}</dt><dd><pre>{event.payload === null ? t('pieces.timeline.redacted') : JSON.stringify(event.payload, null, 2)}</pre></dd>
        </dl>
      )}
    </li>
  )
}
