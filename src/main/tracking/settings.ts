import * as z from 'zod'
import type { TrackingSettings, UspsConnection } from '../../shared/contract/tracking.ts'
import { trackingSettings, uspsConnection } from '../../shared/contract/tracking.ts'
import { USUAL_DAYS } from '../../shared/mail/tracking-attention.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import { existsSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'

export const TRACKING: Setting<TrackingSettings> = { name: 'tracking', schema: trackingSettings, fallback: { days: { ...USUAL_DAYS }, returnZip: '', watched: '' } }

/** The address of the public interface of USPS; tests and USPS's own test system have another one. */
export const USPS_ADDRESS = 'https://apis.usps.com'
export const USPS: Setting<UspsConnection> = { name: 'usps', schema: uspsConnection, fallback: { on: false, address: USPS_ADDRESS, quota: 60, batch: 10, version: 'v3r2' } }

/** Until when USPS wants no question, and why: kept over restarts. */
export const USPS_PAUSE: Setting<{ until: number; kind: 'quota' | 'busy' | 'refused'; words: string } | null> = {
  name: 'usps-pause', schema: z.object({ until: z.number(), kind: z.enum(['quota', 'busy', 'refused']), words: z.string() }).nullable(), fallback: null,
}

const LAST_ZIP = /(?<!\d)(\d{5})(?:-\d{4})?(?!\d)(?![\s\S]*(?<!\d)\d{5}(?!\d))/

/** The ZIP to which pieces of this office come back, or null where neither the settings nor the address name one. */
export function senderZip(db: ReadableDb): string | null {
  const { returnZip } = setting(db, TRACKING)
  return returnZip === '' ? (LAST_ZIP.exec(setting(db, OFFICE)?.address ?? '')?.[1] ?? null) : returnZip
}

export function settings(call: CheckedCall): TrackingSettings {
  return setting(call.services.store.db, TRACKING)
}

/** @throws Refusal `no-such-folder` */
export function changeSettings(call: CheckedCall, input: TrackingSettings): TrackingSettings {
  const watched = input.watched.trim()
  if (watched !== '' && (!isAbsolute(watched) || !existsSync(watched) || !statSync(watched).isDirectory()))
    throw new Refusal('no-such-folder', 'There is no such folder on this computer. Make it first, and give its whole path.', { field: 'watched' })
  return call.services.store.operate(call.actor, () => {
    const change = changeSetting(TRACKING, { ...input, watched })
    return { events: [change.event], tables: change.tables, answer: () => ({ ...input, watched }) }
  })
}
