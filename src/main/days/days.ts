import { join, resolve } from 'node:path'
import type { Approval } from '../../shared/contract/base.ts'
import type { DayLog, DaySettings, LogFormat, SignedDay } from '../../shared/contract/days.ts'
import { daySettings } from '../../shared/contract/days.ts'
import type { PrintJob } from '../../shared/contract/printing.ts'
import { isDay, officeDay, officeTime } from '../../shared/mail/days.ts'
import { dayLogPages, dayLogSlip, titleOf } from '../../shared/printing/dayLog.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { provenBy } from '../access/access.ts'
import type { Call, CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { keepFile } from '../pieces/files.ts'
import * as printing from '../printing/printing.ts'
import { preview as draw } from '../printing/render.ts'
import { writeDurably } from '../store/files.ts'
import type { Setting } from '../store/settings.ts'
import { changeSetting, OFFICE, setting } from '../store/settings.ts'
import type { Task } from '../tasks/task.ts'
import { dueFromNow } from '../tasks/tasks.ts'
import { dayReopened, daySigned } from './events.ts'
import { toCsv, toJson, toXlsx } from './formats.ts'
import * as queries from './queries.ts'

export const DAYS: Setting<DaySettings> = { name: 'daily-log', schema: daySettings, fallback: { shifts: [], paper: 'letter', folder: '', formats: ['pdf'] } }

interface Which { day?: string | undefined; shift?: string | undefined }

/** The log of a day or of one of its shifts, read in the worker. @throws Refusal `day`, `shift`, `future` */
export async function log(call: Pick<Call, 'services'>, input: Which, signal?: AbortSignal): Promise<DayLog> {
  const { store, reader } = call.services
  const { day } = input
  const zone = store.zone()
  if (day !== undefined && !isDay(day)) throw new Refusal('day', `"${day}" is no day of the calendar. Type it like 2026-11-24.`, { field: 'day' })
  if (day !== undefined && day > officeDay(store.now(), zone)) throw new Refusal('future', 'This day has not come yet.', { field: 'day' })
  const shift = input.shift === undefined ? null : setting(store.db, DAYS).shifts.find((one) => one.name === input.shift)
  if (shift === undefined) throw new Refusal('shift', `There is no shift "${input.shift}". Shifts are set under Settings, Daily log.`, { field: 'shift' })
  const office = setting(store.db, OFFICE) ?? { name: '', address: '', zone }
  return await reader.run('dayLog', { day: day ?? null, shift, zone, now: store.now(), office }, signal ? { signal } : {})
}

/** The sheets of a log as PDF. */
async function pdfOf(call: Pick<Call, 'services'>, of: DayLog, paper: DaySettings['paper'], at: number): Promise<Uint8Array> {
  return (await call.services.reader.run('dayPdf', { log: of, paper, created: at })).bytes
}

interface LogFile { title: string; name: string; type: string; content: string; signed: boolean }

const TYPES: Readonly<Record<LogFormat, string>> = { pdf: 'application/pdf', csv: 'text/csv;charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', json: 'application/json' }

/** The log in a format. For a signed day the PDF is the very file that was signed. @throws Refusal as {@link log}, `file-missing` */
export async function file(call: Pick<Call, 'services'>, input: Which & { format: LogFormat; paper?: DaySettings['paper'] | undefined }, signal?: AbortSignal): Promise<LogFile> {
  const { store } = call.services
  const of = await log(call, input, signal)
  const name = `daily-log-${of.day}${of.shift ? `-${of.shift.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}` : ''}.${input.format}`
  const answer = (content: Uint8Array, signed = false): LogFile => ({ title: titleOf(of), name, type: TYPES[input.format], content: Buffer.from(content).toString('base64'), signed })
  if (input.format === 'csv') return answer(Buffer.from(toCsv(of)))
  if (input.format === 'json') return answer(Buffer.from(toJson(of)))
  if (input.format === 'xlsx') return answer(await toXlsx(of))
  if (of.signed && !of.shift && input.paper === undefined) {
    const kept = store.files.get(of.signed.file)
    if (!kept) throw new Refusal('file-missing', 'The signed sheet is missing on this computer. Restore it from a backup.')
    return answer(kept, true)
  }
  return answer(await pdfOf(call, of, input.paper ?? setting(store.db, DAYS).paper, store.now()))
}

/** Sheets that a preview shows; a long log has more of them than anybody looks at. */
const SHOWN = 3

/** The first sheets as they print. */
export async function preview(call: CheckedCall, input: Which): Promise<{ title: string; pages: string[]; of: number }> {
  const { store } = call.services
  const document = dayLogPages(await log(call, input), MEDIA[setting(store.db, DAYS).paper], store.now())
  return { title: document.title, pages: draw({ ...document, pages: document.pages.slice(0, SHOWN) }, 203), of: document.pages.length }
}

/** Prints the sums on the printer for receipts. @throws Refusal `no-printer` */
export async function slip(call: CheckedCall, input: Which): Promise<PrintJob> {
  const { store } = call.services
  const printer = printing.printerFor(store, 'receipt')
  const document = dayLogSlip(await log(call, input), MEDIA[printer.profile.media].width, store.now())
  return printing.shownJob(store, printing.enqueue(call.services, call.actor, { printer, purpose: 'receipt', document, copies: 1 }))
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
export async function signOff(call: CheckedCall, input: { day?: string | undefined; by: Approval }): Promise<SignedDay> {
  const { store } = call.services
  const day = input.day ?? officeDay(store.now(), store.zone())
  refuseSigned(call, day)
  const signer = await provenBy(call, 'supervisor', input.by, 'Signing off a day')
  const of = await log(call, { day })
  const { to } = of.range
  if (!to) throw new Refusal('empty', 'There is no log to sign yet.')
  const at = store.now()
  const { paper } = setting(store.db, DAYS)
  const sheet = await pdfOf(call, { ...of, open: false, signed: { day, at, by: signer.name, events: of.range.events, from: of.range.from, to, file: '', here: of.totals.here, reopened: null } }, paper, at)
  const kept = keepFile(store, sheet, { types: ['application/pdf'], most: 200 << 20, refused: 'The sheet could not be made.' }, `daily-log-${day}.pdf`)
  return store.operate(signer, (db) => {
    refuseSigned(call, day)
    return {
      events: [daySigned.draft(null, { day, totals: of.totals, from: of.range.from, to, events: of.range.events, sealedAt: at, ...kept })],
      answer: () => {
        const found = queries.signOffsOf(db, day)[0]
        if (!found) throw new NotFound('The sign-off is not there.')
        return shown(found)
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
    for (const day of days) {
      for (const format of formats) {
        const made = await file(call, { day, format }, signal)
        writeDurably(join(folder, made.name), Buffer.from(made.content, 'base64'))
        names.push(made.name)
      }
    }
    return names.length <= 8 ? `${names.join(', ')} in ${folder}.` : `The logs of ${days.size} days, ${names[0]} to ${names.at(-1)}, in ${folder}.`
  },
}
