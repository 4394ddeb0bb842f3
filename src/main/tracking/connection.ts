import type { SourceState, UspsConnection } from '../../shared/contract/tracking.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { SecretName } from '../secrets.ts'
import { SecretError } from '../secrets.ts'
import { recordChanged } from '../store/core.ts'
import { changeSetting, setting } from '../store/settings.ts'
import { client, keepPause } from './refresh.ts'
import { USPS } from './settings.ts'
import { openState, sourceState } from './usps-state.ts'

interface Shown extends UspsConnection { key: { has: boolean; where: string; detail: string }; secret: { has: boolean; where: string; detail: string }; state: SourceState }

/** The connection as it is set up; key and secret are only said to be there. */
export async function connection(call: CheckedCall): Promise<Shown> {
  const { store, secrets } = call.services
  const [key, secret] = await Promise.all([secrets.describe('usps-key'), secrets.describe('usps-secret')])
  return { ...setting(store.db, USPS), key, secret, state: sourceState(call.services) }
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/**
 * Sets the connection up. A new address, key or secret ends the pause that a wrong one began.
 *
 * @throws Refusal `not-safe`, `no-key`, `not-kept`
 */
export async function changeConnection(call: CheckedCall, input: UspsConnection & { key?: string | undefined; secret?: string | undefined }): Promise<Shown> {
  const { store, secrets } = call.services
  const { key, secret, ...wanted } = input
  const url = new URL(wanted.address)
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) throw new Refusal('not-safe', 'The address has to begin with https:, so that nobody on the way can read the key.', { field: 'address' })
  const given: Array<[SecretName, string]> = [...(key === undefined ? [] : [['usps-key', key.trim()] as [SecretName, string]]), ...(secret === undefined ? [] : [['usps-secret', secret.trim()] as [SecretName, string]])]
  try {
    for (const [name, value] of given) await secrets.set(name, value === '' ? null : value)
    if (wanted.on && !((await secrets.describe('usps-key')).has && (await secrets.describe('usps-secret')).has)) throw new Refusal('no-key', 'Type the key and the secret that USPS gave to your office first.', { field: 'key' })
  } catch (error) {
    if (error instanceof SecretError) throw new Refusal('not-kept', error.message, { field: 'secret' })
    throw error
  }
  const change = changeSetting(USPS, wanted)
  const fields = given.map(([name]) => name)
  store.operate(call.actor, () => ({
    events: [change.event, ...(fields.length > 0 ? [recordChanged.draft(null, { table: 'secret', record: 'usps', action: 'changed', fields })] : [])], tables: change.tables, answer: () => null,
  }))
  Object.assign(openState(store), { offline: null, box: { token: null, until: 0, of: '' } })
  keepPause(call.services, null)
  call.services.changes.tell(['tracking'])
  return await connection(call)
}

/** Asks for a token and says in words what came of it. */
export async function testConnection(call: CheckedCall): Promise<{ ok: boolean; words: string }> {
  if (!setting(call.services.store.db, USPS).on) return { ok: false, words: 'Turn the connection on first; until then nothing leaves this computer.' }
  const reply = await client(call.services).signIn()
  if (reply.kind !== 'in') return { ok: false, words: reply.kind === 'answer' ? 'USPS answered something else. Check the address.' : reply.words }
  openState(call.services.store).offline = null
  keepPause(call.services, null)
  return { ok: true, words: 'USPS lets us in. Whether it tells about a number shows at the first question.' }
}
