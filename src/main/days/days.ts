import { join, resolve } from 'node:path'
import type { Approval } from '../../shared/contract/base.ts'
import type { DayLog, DayQuestion, DaySettings, LogFormat, SignedDay } from '../../shared/contract/days.ts'
import { daySettings } from '../../shared/contract/days.ts'
import type { PrintJob } from '../../shared/contract/printing.ts'
import { dayBounds, officeDay, officeTime } from '../../shared/mail/days.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { provenBy } from '../access/access.ts'
import type { Call, CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { keepFile } from '../pieces/files.ts'
import { printerFor } from '../printing/printers.ts'
import * as printing from '../printing/printing.ts'
import { writeDurably } from '../store/files.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Task } from '../tasks/task.ts'
import { dueFromNow } from '../tasks/tasks.ts'
import { dayReopened, daySigned } from './events.ts'
import * as queries from './queries.ts'

export const DAYS: Setting<DaySettings> = { name: 'daily-log', schema: daySettings, fallback: { shifts: [], paper: 'letter', folder: '', formats: ['pdf'] } }

interface Which { day?: string | undefined; shift?: string | undefined }

/** What the worker is asked for. @throws Refusal `shift`, `past`, `future` */
function questionOf(call: Pick<Call, 'services'>, { day, shift: name }: Which): DayQuestion {
  const { store } = call.services
  const zone = store.zone()
  if (day !== undefined && dayBounds(day, zone).start < 0) throw new Refusal('past', 'Nothing was logged so early. Look at the year.', { field: 'day' })
  if (day !== undefined && day > officeDay(store.now(), zone)) throw new Refusal('future', 'This day has not come yet.', { field: 'day' })
  const shift = name === undefined ? null : setting(store.db, DAYS).shifts.find((one) => one.name === name)
  if (shift === undefined) throw new Refusal('shift', `There is no shift "${name}". Shifts are set under Settings, Daily log.`, { field: 'shift' })
  return { day: day ?? null, shift, zone, now: store.now(), office: setting(store.db, OFFICE) ?? { name: '', address: '', zone } }
}

const paperOf = (call: Pick<Call, 'services'>): DaySettings['paper'] => setting(call.services.store.db, DAYS).paper

/** The log of a day or of one of its shifts, read in the worker. @throws Refusal `shift`, `past`, `future` */
export async function log(call: Pick<Call, 'services'>, input: Which, signal?: AbortSignal): Promise<DayLog> {
  return await call.services.reader.run('dayLog', questionOf(call, input), signal ? { signal } : {})
}

interface LogFile { title: string; name: string; type: string; content: string; signed: boolean; missing: string | null }

const TYPES: Readonly<Record<LogFormat, string>> = { pdf: 'application/pdf', csv: 'text/csv;charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', json: 'application/json' }

/** The log in a format. For a signed day the PDF is the very file that was signed. @throws Refusal as {@link log}, `file-missing` */
export async function file(call: Pick<Call, 'services'>, input: Which & { format: LogFormat; paper?: DaySettings['paper'] | undefined }, signal?: AbortSignal): Promise<LogFile> {
  const { store, reader } = call.services
  const { format } = input
  const { head, bytes, missing } = await reader.run('dayFile', { question: questionOf(call, input), format, paper: input.paper ?? paperOf(call), created: store.now(), keepSigned: input.paper === undefined }, signal ? { signal } : {})
  const content = bytes ?? (head.signed && store.files.get(head.signed.file))
  if (!content) throw new Refusal('file-missing', 'The signed sheet is missing on this computer. Restore it from a backup.')
  const name = `daily-log-${head.day}${head.shift ? `-${head.shift.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}` : ''}.${format}`
  return { title: head.title, name, type: TYPES[format], content: Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64'), signed: bytes === null, missing }
}

/** Sheets that a preview shows; a long log has more of them than anybody looks at. */
const SHOWN = 3

/** The first sheets as they print. */
export async function preview(call: CheckedCall, input: Which): Promise<{ title: string; pages: string[]; of: number; missing: string | null }> {
  const { store, reader } = call.services
  return await reader.run('dayPreview', { question: questionOf(call, input), paper: paperOf(call), created: store.now(), most: SHOWN })
}

/** Prints the sums on the printer for receipts. @throws Refusal `no-printer` */
export async function slip(call: CheckedCall, input: Which): Promise<PrintJob> {
  const { store, reader } = call.services
  const printer = printerFor(store, 'receipt')
  const document = await reader.run('daySlip', { question: questionOf(call, input), width: MEDIA[printer.profile.media].width, created: store.now() })
  return await printing.queue(call.services, call.actor, { printer, purpose: 'receipt', document, copies: 1 })
}

const shown = ({ day, at, by, events, from, to, file, here, reopened }: queries.StoredSignOff): SignedDay => ({ day, at, by, events, from, to, file, here, reopened })

/** Days that were signed off, the latest first. */
export function signed(call: Call, limit: number): SignedDay[] {
  return queries.signOffs(call.services.store.db, limit).map(shown)
}

/**
 * Closes a day: its totals, its entries and the head of the log are frozen in an event with the name of who signed, and the sheet is kept
 * as a file. Earlier days are closed with it. What is written for them afterwards stands on the next log as a late entry.
 *
 * @throws Refusal `signed`, `closed` (a later day is signed already), `future`, `role`, `wrong-secret`, `wait`
 */
export async function signOff(call: CheckedCall, input: { day?: string | undefined; by: Approval }): Promise<SignedDay & { missing: string | null }> {
  const { store } = call.services
  const day = input.day ?? officeDay(store.now(), store.zone())
  refuseSigned(call, day)
  const signer = await provenBy(call, 'supervisor', input.by, 'Signing off a day')
  const at = store.now()
  const { head, bytes, missing } = await call.services.reader.run('daySheet', { question: questionOf(call, { day }), paper: paperOf(call), at, by: signer.name })
  const { from, to, events } = head.range
  if (!to || !bytes) throw new Refusal('empty', 'There is no log to sign yet.')
  const kept = keepFile(store, bytes, { types: ['application/pdf'], most: 200 << 20, refused: 'The sheet could not be made.' }, `daily-log-${day}.pdf`)
  return store.operate(signer, (db) => {
    refuseSigned(call, day)
    return {
      events: [daySigned.draft(null, { day, totals: head.totals, from, to, events, sealedAt: at, ...kept })],
      answer: () => {
        const found = queries.signOffsOf(db, day)[0]
        if (!found) throw new NotFound('The sign-off is not there.')
        return { ...shown(found), missing }
      },
    }
  })
}

function refuseSigned(call: CheckedCall, day: string): void {
  const { store } = call.services
  const last = queries.lastSignOff(store.db)
  if (!last || last.day < day) return
  const when = `${last.by} signed off ${last.day} on ${officeDay(last.at, store.zone())} at ${officeTime(last.at, store.zone())}.`
  throw last.day === day ? new Refusal('signed', `${when} Reopen the day first if something has to change.`) : new Refusal('closed', `${when} That closed ${day} too; what is written for it now stands on the next log.`)
}

/** Takes the last sign-off back. @throws Refusal `not-signed`, `later-signed`, `role`, `wrong-secret`, `wait` */
export async function reopen(call: CheckedCall, input: { day: string; reason: string; by: Approval }): Promise<SignedDay> {
  const { store } = call.services
  const who = await provenBy(call, 'supervisor', input.by, 'Reopening a day')
  return store.operate(who, (db) => {
    const last = queries.lastSignOff(db)
    if (last?.day !== input.day) throw last && last.day > input.day ? new Refusal('later-signed', `${last.day} is signed off too. Reopen that day first.`) : new Refusal('not-signed', 'This day is not signed off.')
    return {
      events: [dayReopened.draft(null, { day: input.day, signed: last.event, reason: input.reason })],
      answer: () => shown(queries.signOffsOf(db, input.day)[0] ?? last),
    }
  })
}

export function settings(call: Call): DaySettings {
  return setting(call.services.store.db, DAYS)
}

/** @throws Refusal `name-taken` for two shifts of one name */
export function saveSettings(call: CheckedCall, input: DaySettings): DaySettings {
  const { store } = call.services
  if (new Set(input.shifts.map((shift) => shift.name)).size < input.shifts.length) throw new Refusal('name-taken', 'Two shifts have the same name. Give one of them another.', { field: 'shifts' })
  const change = changeSetting(DAYS, { ...input, folder: input.folder.trim() === '' ? '' : resolve(input.folder.trim()), formats: [...new Set(input.formats)] })
  const begins = input.folder.trim() !== '' && setting(store.db, DAYS).folder === '' ? [dueFromNow(call.services, dailyLogTask.id)] : []
  return store.operate(call.actor, () => ({ events: [change.event, ...begins.map((one) => one.event)], tables: (db) => { for (const one of [change, ...begins]) one.tables(db) }, answer: () => setting(store.db, DAYS) }))
}

/** Writes the log to a folder at closing time. */
export const dailyLogTask: Task = {
  id: 'daily-log', title: 'Daily log', what: 'Writes the log of the day to a folder at closing time.', schedule: { every: 'day', at: '17:30', days: [1, 2, 3, 4, 5] },
  missing: (call) => {
    const { folder, formats } = setting(call.services.store.db, DAYS)
    return folder === '' ? 'Choose a folder for the log first, under Settings, Daily log.' : formats.length === 0 ? 'Choose a format for the log first, under Settings, Daily log.' : null
  },
  run: async (call, { due, missed, signal }) => {
    const { store } = call.services
    const { folder, formats } = setting(store.db, DAYS)
    // After days on which the station was closed each of them gets its log.
    const days = new Set([due, ...missed].map((at) => officeDay(at, store.zone())))
    const names: string[] = []
    let boxes = false
    for (const day of days) {
      for (const format of formats) {
        const made = await file(call, { day, format }, signal)
        writeDurably(join(folder, made.name), Buffer.from(made.content, 'base64'))
        names.push(made.name)
        boxes ||= made.missing !== null
      }
    }
    // The record of a run stays when names are removed, so it names none.
    const lacking = boxes ? ' Some characters are printed as boxes, because no font of this computer has them; the screen of the day says which.' : ''
    return `${names.length <= 8 ? names.join(', ') : `The logs of ${days.size} days, ${names[0]} to ${names.at(-1)},`} in ${folder}.${lacking}`
  },
}
