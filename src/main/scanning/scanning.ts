import type { PortRow, ScannerRow } from '../../shared/contract/scanning.ts'
import { newId } from '../../shared/ids.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { StoredScanner } from './queries.ts'
import * as queries from './queries.ts'

type Context = Pick<CheckedCall, 'services'>

const shown = ({ services }: Context, row: StoredScanner): ScannerRow => {
  const { state, words, lastAt } = services.scanners.state(row.id)
  return { ...row, state, words, lastAt }
}

/** The serial scanners of this workstation by name, and how each is doing. */
export function scanners(call: Context): ScannerRow[] {
  return queries.scanners(call.services.store.db).map((row) => shown(call, row))
}

/** The serial ports of this computer, and which scanner is set up on each. @throws Refusal `ports` when the system does not say */
export async function ports({ services }: Context): Promise<PortRow[]> {
  try {
    const rows = queries.scanners(services.store.db)
    return (await services.scanners.ports()).map((port) => ({ ...port, scanner: rows.find((row) => row.path === port.path || (row.usb !== null && row.usb === port.usb))?.name ?? null }))
  } catch (error) {
    services.log.warn('serial ports', { error: String(error) })
    throw new Refusal('ports', 'This computer does not say which serial ports it has. Type the address of the port.')
  }
}

/** Adds a serial scanner, or changes the one of this id, and opens it. @throws NotFound, Refusal `name-taken`, `path-taken` */
export function saveScanner(call: CheckedCall, input: Omit<StoredScanner, 'id'> & { id?: string | undefined }): ScannerRow {
  const { store } = call.services
  const id = input.id ?? newId(store.now())
  const key = input.name.toLowerCase()
  const row = store.operate(call.actor, (db) => {
    const before = queries.scannerById(db, id)
    if (input.id !== undefined && !before) throw new NotFound('This scanner is not set up here.')
    if (queries.otherScanner(db, id, { key })) throw new Refusal('name-taken', `There is a scanner ${input.name} already.`, { field: 'name' })
    const there = queries.otherScanner(db, id, { path: input.path })
    if (there) throw new Refusal('path-taken', `${there.name} is set up on this port already.`, { field: 'path' })
    const next: StoredScanner = { id, name: input.name, path: input.path, usb: input.usb, baud: input.baud, terminator: input.terminator, prefix: input.prefix, suffix: input.suffix }
    const fields = (['name', 'path', 'usb', 'baud', 'terminator', 'prefix', 'suffix'] as const).filter((field) => before?.[field] !== next[field])
    return {
      events: fields.length === 0 ? [] : [recordChanged.draft(null, { table: 'scanner', record: id, action: before ? 'changed' : 'added', fields })],
      tables: (tables) => queries.putScanner(tables, key, next),
      answer: () => next,
    }
  })
  call.services.scanners.refresh()
  return shown(call, row)
}

/** Closes a scanner and takes it away. @throws NotFound */
export function removeScanner(call: CheckedCall, id: string): Record<string, never> {
  call.services.store.operate(call.actor, (db) => {
    if (!queries.scannerById(db, id)) throw new NotFound('This scanner is not set up here.')
    return { events: [recordChanged.draft(null, { table: 'scanner', record: id, action: 'removed', fields: [] })], tables: (tables) => queries.removeScanner(tables, id), answer: () => null }
  })
  call.services.scanners.refresh()
  return {}
}
