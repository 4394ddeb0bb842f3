import { existsSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { ReceiptSettings } from '../../shared/contract/receipts.ts'
import { receiptSettings } from '../../shared/contract/receipts.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, setting } from '../store/settings.ts'

export const RECEIPTS: Setting<ReceiptSettings> = { name: 'receipts', schema: receiptSettings, fallback: { watched: '', askerName: '', askerEmail: '' } }

export function settings(call: CheckedCall): ReceiptSettings {
  return setting(call.services.store.db, RECEIPTS)
}

/** @throws Refusal `no-such-folder` */
export function changeSettings(call: CheckedCall, input: ReceiptSettings): ReceiptSettings {
  const watched = input.watched.trim()
  if (watched !== '' && (!isAbsolute(watched) || !existsSync(watched) || !statSync(watched).isDirectory()))
    throw new Refusal('no-such-folder', 'There is no such folder on this computer. Make it first, and give its whole path.', { field: 'watched' })
  const value = { ...input, watched, askerName: input.askerName.trim() }
  return call.services.store.operate(call.actor, () => {
    const change = changeSetting(RECEIPTS, value)
    return { events: [change.event], tables: change.tables, answer: () => value }
  })
}
