import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { Mark } from '../../ui/drawings.tsx'
import { Hash } from '../../ui/num.tsx'
import { clock, date } from '../../ui/words.ts'
import css from './pieces.module.css'

const FIELDS: readonly (readonly [string, string])[] = [['number', t('common.number')], ['recipient', t('common.for')], ['type', t('common.type')], ['condition', t('common.condition')], ['count', t('pieces.correction.count')], ['location', t('common.location')], ['sender', t('common.sender')], ['reference', t('common.reference')], ['note', t('common.note')]]

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** One field of a version as a person reads it. */
function shown(name: string, value: unknown): string {
  if (name === 'number') {
    const { grouped } = record(value)
    return typeof grouped === 'string' ? grouped : 'none'
  }
  if (name === 'recipient') {
    const to = record(record(value)['recipient'])
    return ['name', 'department', 'mailStop'].flatMap((key) => (typeof to[key] === 'string' && to[key] ? [to[key]] : [])).join(', ') || 'nobody'
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) || 'none' : 'none'
}

/** ", allowed by Otis Ledgerwood" where somebody else than the actor had to allow it; otherwise nothing. */
export function allowance(event: PieceEvent): string {
  const by = record(event.payload?.['allowedBy'])
  return typeof by['name'] === 'string' && by['id'] !== event.actor.id ? t('pieces.correction.allowedByValue', { value: by['name'] }) : ''
}

/** Which line of the log a correction corrects, as `device-sequence`. */
export function correctsLine(event: PieceEvent): string | null {
  if (event.kind !== 'piece.corrected' || event.payload === null) return null
  const corrects = record(event.payload['corrects'])
  return `${String(corrects['device'])}-${String(corrects['sequence'])}`
}

/** A correction, hung under the line it corrects: what stood there, what is right, and why. */
export function Correction({ event }: { event: PieceEvent }): ReactNode {
  const before = record(event.payload?.['before'])
  const after = record(event.payload?.['after'])
  const reason = event.payload?.['reason']
  return (
    <div className={css.correction} role="group" aria-label={t('pieces.correction.correction')}>
      <Mark name="logged" />
      <div>
        <b>{t('pieces.correction.correctedOnRecordedatRecordedat2ByName', { recordedAt: date(event.recordedAt, event.zone), recordedAt2: clock(event.recordedAt, event.zone), name: event.actor.name })}{allowance(event)}</b>
        <dl>{FIELDS.filter(([name]) => name in after || name in before).map(([name, word]) => <div key={name}><dt>{word}</dt><dd><del>{shown(name, before[name])}</del> <ins>{shown(name, after[name])}</ins></dd></div>)}</dl>
        {typeof reason === 'string' && <span>{t('pieces.correction.reasonReason', { reason })}</span>}
      </div>
      <Hash hash={event.hash} />
    </div>
  )
}
