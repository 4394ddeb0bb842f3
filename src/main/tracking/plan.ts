import type { RefreshPlan } from '../../shared/contract/tracking.ts'
import { identify } from '../../shared/mail/identify.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { pressing } from '../../shared/mail/tracking-attention.ts'
import type { Attention } from '../../shared/mail/tracking-attention.ts'
import type { Askable, Planned } from '../../shared/mail/tracking-plan.ts'
import { planOf, wantedAt } from '../../shared/mail/tracking-plan.ts'
import type { Status } from '../../shared/mail/tracking-status.ts'
import type { CheckedCall } from '../call.ts'
import type { Services } from '../services.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { letterFacts } from './letters.ts'
import { openEntries } from './live.ts'
import * as queries from './queries.ts'
import { USPS, USPS_PAUSE } from './settings.ts'
import { allowance } from './usps-state.ts'

/** True for numbers that USPS can be asked about. */
export function ofUsps(row: Pick<queries.Followed, 'carrier' | 'number'>): boolean {
  return row.carrier === 'usps' && row.number !== '' && identify(row.number).best?.kind !== 'green-card'
}

/** A piece as the plan sees it. */
export function askable(store: Store, row: queries.Followed, attention: readonly Attention[], asked: queries.Asked | null, today: string): Askable {
  const underWay = ofUsps(row) && (row.direction === 'inbound' || row.accepted_day !== null || row.status !== 'no-news' || letterFacts(store.db, row).mailedDay !== null)
  const waits = attention.some((one) => (one.kind === 'waiting' || one.kind === 'no-acceptance' || one.kind === 'no-movement' || one.kind === 'conflict') && pressing(one.due, today) === 'today')
  return { piece: row.id, status: row.status as Status, underWay, pressing: waits, askedAt: asked?.asked_at ?? null, notBefore: asked?.not_before ?? 0 }
}

/** The whole plan as it stands, and the rows it is about. */
export function wholePlan(store: Store): { planned: Planned[]; rows: Map<string, queries.Followed> } {
  const asked = new Map(queries.allAsked(store.db).map((row) => [row.piece, row]))
  const today = officeDay(store.now(), store.zone())
  const entries = openEntries(store).filter(({ row }) => row.open === 1)
  const { quota, batch, version } = setting(store.db, USPS)
  const pause = setting(store.db, USPS_PAUSE)
  const { left } = allowance(store)
  const planned = planOf(entries.map(({ row, attention }) => askable(store, row, attention, asked.get(row.id) ?? null, today)), { left, each: quota, batch: version === 'v3' ? 1 : batch, from: pause?.until ?? 0 }, store.now())
  return { planned, rows: new Map(entries.map(({ row }) => [row.id, row])) }
}

interface Kept { minute: number; sequence: number; at: Map<string, number> }
const kept = new WeakMap<Store, Kept>()

/** When a piece will be asked about: by the plan of this minute; null when it will not be. */
export function followsOn({ store }: Pick<Services, 'store'>, row: queries.Followed, asked: queries.Asked | null): number | null {
  if (!setting(store.db, USPS).on || row.open === 0 || !ofUsps(row)) return null
  const pause = setting(store.db, USPS_PAUSE)
  if (pause?.kind === 'refused' && pause.until > store.now()) return null
  const now = store.now()
  const minute = Math.floor(now / 60_000)
  let known = kept.get(store)
  if (known?.minute !== minute) {
    known = { minute, sequence: store.head?.sequence ?? 0, at: new Map(wholePlan(store).planned.map((one) => [one.piece, one.at])) }
    kept.set(store, known)
  }
  return known.at.get(row.id) ?? wantedAt(askable(store, row, [], asked, officeDay(now, store.zone())), now)
}

/** When each open letter will be asked about. */
export function plan(call: CheckedCall, input: { cursor: number; limit: number }): RefreshPlan {
  const { store } = call.services
  const { on, quota } = setting(store.db, USPS)
  const pause = setting(store.db, USPS_PAUSE)
  if (!on || (pause?.kind === 'refused' && pause.until > store.now())) return { letters: 0, asksPerHour: null, callsLeft: null, through: null, rows: [], next: null }
  const { planned, rows } = wholePlan(store)
  const part = planned.slice(input.cursor, input.cursor + input.limit)
  return {
    letters: planned.length, asksPerHour: quota, callsLeft: allowance(store).left, through: planned.reduce<number | null>((latest, one) => Math.max(latest ?? 0, one.at), null),
    rows: part.flatMap(({ piece, at, why }) => {
      const row = rows.get(piece)
      return row ? [{ piece, number: row.number, grouped: row.grouped, name: row.recipient, status: row.status as Status, at, why }] : []
    }),
    next: input.cursor + input.limit < planned.length ? input.cursor + input.limit : null,
  }
}
