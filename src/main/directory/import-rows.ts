import type { ImportField, ImportMapping } from '../../shared/contract/directory.ts'
import { IMPORT_FIELDS, LONGEST } from '../../shared/contract/directory.ts'
import { storable } from '../../shared/mail/text.ts'
import { HALF_CHARACTER } from '../csv/text.ts'

/** What a row says about a person: only the cells with something in them. */
export type RowFields = Partial<Record<ImportField, string>>
export type ReadRow = { ok: true; fields: RowFields } | { ok: false; reason: string }

const CALLED: Readonly<Record<ImportField, string>> = {
  employeeId: 'employee ID', given: 'given name', family: 'family name', name: 'name', email: 'e-mail address', phone: 'telephone number', department: 'department', departmentCode: 'department code',
  mailStop: 'mail stop', building: 'building', floor: 'floor', location: 'location', aliases: 'list of other names', badge: 'badge number', forwarding: 'forwarding note', notice: 'notice preference',
  note: 'note', status: 'status', leftOn: 'last day',
}

const LIMITS: Readonly<Record<ImportField, number>> = {
  employeeId: LONGEST.code, given: LONGEST.name, family: LONGEST.name, name: LONGEST.name, email: LONGEST.email, phone: LONGEST.phone, department: LONGEST.name, departmentCode: LONGEST.code,
  mailStop: LONGEST.code, building: LONGEST.name, floor: LONGEST.code, location: LONGEST.code, aliases: LONGEST.name * 4, badge: LONGEST.code, forwarding: LONGEST.note, notice: LONGEST.code,
  note: LONGEST.note, status: LONGEST.code, leftOn: LONGEST.code,
}

const STATUS = new Map<string, 'active' | 'left'>([
  ...'active a yes y true t 1 current employed enabled loa here'.split(' ').map((word) => [word, 'active'] as const),
  ...['on leave', 'leave of absence', 'paid leave', 'unpaid leave'].map((word) => [word, 'active'] as const),
  ...'inactive i no n false f 0 terminated term left former separated retired resigned disabled deceased'.split(' ').map((word) => [word, 'left'] as const),
])
const NOTICE = new Map<string, 'office' | 'email' | 'slip' | 'none'>([
  ...'email e-mail mail'.split(' ').map((word) => [word, 'email'] as const), ...'slip print printed paper'.split(' ').map((word) => [word, 'slip'] as const),
  ...'none no never'.split(' ').map((word) => [word, 'none'] as const), ...'office default yes'.split(' ').map((word) => [word, 'office'] as const),
])

/** A day as lists write it: 2025-12-31, 12/31/2025 or 31.12.2025; null for anything else. */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text)
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  const [year, month, date] = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3], us[1], us[2]] : dotted ? [dotted[3], dotted[2], dotted[1]] : []
  if (year === undefined || month === undefined || date === undefined) return null
  const day = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  if (day.getUTCMonth() !== Number(month) - 1 || day.getUTCDate() !== Number(date)) return null
  return day.toISOString().slice(0, 10)
}

function quoted(text: string): string {
  return text.length > 40 ? `"${text.slice(0, 40)}..."` : `"${text}"`
}

type Cell = { value: string } | { reason: string }

const known = (words: ReadonlyMap<string, string>, reason: (cell: string) => string) => (value: string): Cell => {
  const word = words.get(value.toLowerCase())
  return word === undefined ? { reason: reason(quoted(value)) } : { value: word }
}

/** Fields that are more than a text. */
const READERS: Partial<Record<ImportField, (value: string) => Cell>> = {
  email: (value) => {
    if (/^(?:-+|n\/?a|none)$/i.test(value)) return { value: '' }
    return /^[^\s@]+@[^\s@]+$/.test(value) ? { value } : { reason: `${quoted(value)} is not an e-mail address.` }
  },
  status: known(STATUS, (cell) => `${cell} is not a status that is known here. Write "active" or "left".`),
  notice: known(NOTICE, (cell) => `${cell} is not a notice preference. Write "office", "email", "slip" or "none".`),
  leftOn: (value) => {
    const day = readDay(value)
    return day === null ? { reason: `${quoted(value)} is not a day. Write it as 2025-12-31.` } : { value: day }
  },
  aliases: (value) => {
    const names = value.split(/[;|,/]/).map((name) => name.trim()).filter((name) => name !== '')
    if (names.length > LONGEST.aliases) return { reason: `There are more than ${LONGEST.aliases} other names.` }
    if (names.some((name) => name.length > LONGEST.name)) return { reason: `One of the other names is longer than ${LONGEST.name} characters.` }
    return { value: JSON.stringify(names) }
  },
}

/** Puts a cell into the form in which it is kept, or says what is wrong with it. */
function readCell(field: ImportField, cell: string): Cell {
  const value = cell.trim()
  const kept = storable(value)
  if (!kept.ok) return { reason: kept.reason }
  if (value.includes(HALF_CHARACTER)) return { reason: 'The text holds half of a character (a lone surrogate), which cannot be stored.' }
  if (value.length > LIMITS[field]) return { reason: `The ${CALLED[field]} is longer than ${LIMITS[field]} characters.` }
  return READERS[field]?.(value) ?? { value }
}

/** A reader of rows under one mapping. Blank cells say nothing: what is known stays. */
export function rowReader(mapping: ImportMapping, columns: number): (cells: readonly string[]) => ReadRow {
  const mapped = IMPORT_FIELDS.flatMap((field) => (mapping[field] === undefined ? [] : [[field, mapping[field]] as const]))
  return (cells) => {
    if (cells.length > columns && cells.slice(columns).some((cell) => cell.trim() !== '')) return { ok: false, reason: 'This row has more cells than the header. A text with the delimiter in it needs quotation marks.' }
    const fields: RowFields = {}
    for (const [field, column] of mapped) {
      const cell = cells[column]
      if (cell === undefined || cell.trim() === '') continue
      const read = readCell(field, cell)
      if ('reason' in read) return { ok: false, reason: read.reason }
      if (read.value !== '') fields[field] = read.value
    }
    if (Object.keys(fields).length === 0) return { ok: false, reason: 'There is nothing in this row.' }
    return { ok: true, fields }
  }
}
