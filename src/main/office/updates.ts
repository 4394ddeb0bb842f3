import type { UpdateSettings } from '../../shared/contract/office.ts'
import { updateSettings } from '../../shared/contract/office.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, setting } from '../store/settings.ts'

/** Where newer versions are looked for. Nobody is asked until an administrator has said where. */
export const UPDATES: Setting<UpdateSettings> = { name: 'updates', schema: updateSettings, fallback: { address: '' } }

export function settings(call: CheckedCall): UpdateSettings {
  return setting(call.services.store.db, UPDATES)
}

function webAddress(text: string): string | null {
  try {
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null
  } catch {
    return null
  }
}

/** @throws Refusal `no-address` */
export function saveSettings(call: CheckedCall, input: UpdateSettings): UpdateSettings {
  const typed = input.address.trim()
  const address = typed === '' ? '' : webAddress(typed)
  if (address === null) throw new Refusal('no-address', 'This is no web address. Type it whole, such as https://files.example.com/pigeonhole/, or leave it empty.', { field: 'address' })
  const change = changeSetting(UPDATES, { address })
  return call.services.store.operate(call.actor, () => ({ events: [change.event], tables: change.tables, answer: () => ({ address }) }))
}
