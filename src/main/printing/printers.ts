import type { PrinterRow } from '../../shared/contract/printing.ts'
import { newId } from '../../shared/ids.ts'
import type { Profile, Purpose } from '../../shared/printing/profile.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { Store } from '../store/store.ts'
import * as queries from './queries.ts'
import { statusProtocol } from './status.ts'
import { formatTarget, parseTarget, TargetError } from './target.ts'
import { askTrouble } from './transports.ts'

type Context = Pick<CheckedCall, 'services'>

function shown(store: Store, row: queries.StoredPrinter): PrinterRow {
  const { id, name, target, profile, purposes, paused } = row
  return { id, name, target, profile, purposes, paused, ...queries.load(store.db, id) }
}

/** @throws NotFound */
export function existingPrinter(store: Store, id: string): queries.StoredPrinter {
  const row = queries.printerById(store.db, id)
  if (!row?.active) throw new NotFound('This printer is not set up here.')
  return row
}

/** An address in its one spelling. @throws Refusal `target` */
export function address(text: string): string {
  try {
    return formatTarget(parseTarget(text))
  } catch (error) {
    if (error instanceof TargetError) throw new Refusal('target', error.message, { field: 'target' })
    throw error
  }
}

/** Every printer by name. */
export function printers({ services: { store } }: Context): PrinterRow[] {
  return queries.printers(store.db).map((row) => shown(store, row))
}

/** Adds a printer, or changes the one of this id. @throws NotFound, Refusal `target`, `name-taken` */
export function savePrinter(call: CheckedCall, input: { id?: string | undefined; name: string; target: string; profile: Profile; purposes: Purpose[] }): PrinterRow {
  const { store, spooler } = call.services
  const id = input.id ?? newId(store.now())
  const target = address(input.target)
  const key = input.name.toLowerCase()
  const row = store.operate(call.actor, (db) => {
    const before = input.id === undefined ? null : existingPrinter(store, input.id)
    const other = queries.printerNamed(db, key)
    if (other !== null && other !== id) throw new Refusal('name-taken', `There is a printer ${input.name} already.`, { field: 'name' })
    const next: queries.StoredPrinter = { id, name: input.name, target, profile: input.profile, purposes: [...new Set(input.purposes)], paused: before?.paused ?? false, active: true }
    const fields = (['name', 'target', 'profile', 'purposes'] as const).filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(next[field]))
    return {
      events: fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'printer', record: id, action: before ? 'changed' : 'added', fields })],
      tables: (tables) => queries.putPrinter(tables, key, next),
      answer: () => next,
    }
  })
  spooler.wake(id)
  spooler.tell()
  return shown(store, row)
}

/** Changes one field of a printer. */
function changePrinter(call: CheckedCall, id: string, field: 'paused' | 'active', value: boolean, check: (row: queries.StoredPrinter) => void = () => undefined): queries.StoredPrinter {
  const { store, spooler } = call.services
  const row = store.operate(call.actor, () => {
    const before = existingPrinter(store, id)
    check(before)
    const next = { ...before, [field]: value }
    return {
      events: before[field] === value ? [] : [recordChanged.draft(null, { table: 'printer', record: id, action: value || field === 'paused' ? 'changed' : 'removed', fields: [field] })],
      tables: (tables) => queries.putPrinter(tables, before.name.toLowerCase(), next),
      answer: () => next,
    }
  })
  spooler.wake(id)
  spooler.tell()
  return row
}

/** Takes a printer away; its history stays. @throws NotFound, Refusal `jobs-open` */
export function removePrinter(call: CheckedCall, id: string): Record<string, never> {
  const { store } = call.services
  changePrinter(call, id, 'active', false, () => {
    const { waiting, unknown } = queries.load(store.db, id)
    if (waiting + unknown > 0) throw new Refusal('jobs-open', 'Jobs of this printer are still open. Print, drop or decide them first.')
  })
  return {}
}

/** Stops or starts a printer. @throws NotFound */
export function setPaused(call: CheckedCall, id: string, paused: boolean): PrinterRow {
  return shown(call.services.store, changePrinter(call, id, 'paused', paused))
}

/** The printers that have a purpose, by name. */
export function printersFor(store: Store, purpose: Purpose): queries.StoredPrinter[] {
  return queries.printers(store.db).filter((row) => row.purposes.includes(purpose))
}

/** The printer for a purpose: the one that was named, otherwise the first one that has it. @throws NotFound, Refusal `no-printer` */
export function printerFor(store: Store, purpose: Purpose, named?: string): queries.StoredPrinter {
  if (named !== undefined) return existingPrinter(store, named)
  const [found] = printersFor(store, purpose)
  if (!found) throw new Refusal('no-printer', 'No printer is set up for this. Add one under Devices, or tick the purpose at one that is there.')
  return found
}

/** Asks a printer how it is. @throws NotFound, Refusal `busy` */
export async function status({ services: { store } }: Context, id: string): Promise<{ answers: boolean; trouble: string | null }> {
  const printer = existingPrinter(store, id)
  // Many printers take one connection at a time: a question must not come between a job and its printer.
  if (queries.beingSent(store.db, id).length > 0) throw new Refusal('busy', 'It is printing now. Ask again when it is done.')
  return await askTrouble(parseTarget(printer.target), statusProtocol(printer.profile.language))
}
