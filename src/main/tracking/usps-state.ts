import type { SourceState } from '../../shared/contract/tracking.ts'
import type { Services } from '../services.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import * as queries from './queries.ts'
import { USPS, USPS_PAUSE } from './settings.ts'
import type { TokenBox } from './usps.ts'

/** What the connection knows while the station is open: nothing of it is kept. */
interface Open { box: TokenBox; asking: boolean; offline: string | null }

const opens = new WeakMap<Store, Open>()

/** The state of the connection of this store in this process. */
export function openState(store: Store): Open {
  const known = opens.get(store)
  if (known) return known
  const made: Open = { box: { token: null, until: 0, of: '' }, asking: false, offline: null }
  opens.set(store, made)
  return made
}

const MINUTE = 60_000

/** Questions left in the hour that ends now, and when there will be more. */
export function allowance(store: Store): { left: number; more: number } {
  const minute = Math.floor(store.now() / MINUTE)
  const { asked, first } = queries.askedBefore(store.db, minute)
  return { left: Math.max(0, setting(store.db, USPS).quota - asked), more: first === null ? store.now() : (first + 60) * MINUTE }
}

/** How the connection stands, in words that say what happens next or what to do. */
export function sourceState({ store }: Pick<Services, 'store'>): SourceState {
  const { on, quota } = setting(store.db, USPS)
  if (!on) return { on: false, state: 'off', words: 'USPS is not asked. News comes by hand, by paste, by file and by e-mail.', askedAt: null, callsLeft: null, quota: null, resumesAt: null }
  const { left, more } = allowance(store)
  const open = openState(store)
  const base = { on: true, askedAt: queries.lastAsked(store.db), callsLeft: left, quota }
  const pause = setting(store.db, USPS_PAUSE)
  if (open.asking) return { ...base, state: 'asking', words: 'USPS is being asked.', resumesAt: null }
  if (pause && pause.until > store.now()) return { ...base, state: pause.kind === 'refused' ? 'refused' : 'waiting', words: pause.words, resumesAt: pause.kind === 'refused' ? null : pause.until }
  if (open.offline !== null) return { ...base, state: 'offline', words: `${open.offline} The questions wait and go out when it can be reached again.`, resumesAt: null }
  if (left === 0) return { ...base, state: 'waiting', words: 'The questions of this hour are used up.', resumesAt: more }
  return { ...base, state: 'idle', words: '', resumesAt: null }
}
