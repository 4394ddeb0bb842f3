import type { CertifiedSettings } from '../../shared/contract/certified.ts'
import { certifiedSettings } from '../../shared/contract/certified.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, setting } from '../store/settings.ts'
import { approvalKept } from './events.ts'

export const CERTIFIED: Setting<CertifiedSettings> = {
  name: 'certified',
  schema: certifiedSettings,
  fallback: { mailerId: '', serialFrom: 1, serialTo: 9_999_999, labelsCertified: null, linesPerSheet: 8, sheetBarcodes: false, approval: null, postOffice: '', lowAt: 25, envelope: '10', envelopeNote: '', envelopeShift: { x: 0, y: 0 }, cardFront: { x: 0, y: 0 }, cardBack: { x: 0, y: 0 } },
}

/** How Certified Mail is set up in this office. */
export function settings({ services: { store } }: Pick<CheckedCall, 'services'>): CertifiedSettings {
  return setting(store.db, CERTIFIED)
}

function save(call: CheckedCall, decide: (db: ReadableDb, now: CertifiedSettings) => CertifiedSettings): CertifiedSettings {
  return call.services.store.operate(call.actor, (db) => {
    const change = changeSetting(CERTIFIED, decide(db, setting(db, CERTIFIED)))
    return { tables: change.tables, events: [change.event], answer: () => setting(db, CERTIFIED) }
  })
}

/** Changes what an administrator may set. @throws Refusal `range` */
export function saveSettings(call: CheckedCall, input: Omit<CertifiedSettings, 'approval' | 'labelsCertified'>): CertifiedSettings {
  const most = 10 ** (input.mailerId.startsWith('9') ? 7 : 10) - 1
  if (input.serialFrom > input.serialTo) throw new Refusal('range', 'The first serial number is larger than the last one.', { field: 'serialFrom' })
  if (input.mailerId !== '' && input.serialTo > most) throw new Refusal('range', `With this Mailer ID a serial number has at most ${String(most).length} digits.`, { field: 'serialTo' })
  // USPS certifies the labels of one Mailer ID: with another one somebody has to say it again.
  return save(call, (_, now) => ({ ...now, ...input, labelsCertified: now.mailerId === input.mailerId ? now.labelsCertified : null }))
}

/** A person's word that USPS certified the office's own labels. @throws Refusal `no-mailer-id` */
export function confirmLabels(call: CheckedCall, certified: boolean): CertifiedSettings {
  return save(call, (_, now) => {
    if (certified && now.mailerId === '') throw new Refusal('no-mailer-id', 'Type the Mailer ID first.', { field: 'mailerId' })
    return { ...now, labelsCertified: certified ? { by: call.actor.name, at: call.services.store.now() } : null }
  })
}

/** Keeps the postmaster's written approval of the privately printed form, or takes it away. @throws Refusal `too-large`, `not-accepted` */
export function keepApproval(call: CheckedCall, approval: { content: string; name: string; day: string; note: string } | null): CertifiedSettings {
  const { store } = call.services
  const kept = approval === null ? null : keepFile(store, approval.content, SCANS, approval.name)
  return store.operate(call.actor, (db) => {
    const change = changeSetting(CERTIFIED, { ...setting(db, CERTIFIED), approval: approval && kept ? { file: kept.file, name: approval.name, day: approval.day, note: approval.note } : null })
    return {
      tables: change.tables,
      events: [change.event, ...(kept && approval ? [approvalKept.draft(null, { ...kept, day: approval.day, note: approval.note })] : [])],
      answer: () => setting(db, CERTIFIED),
    }
  })
}
