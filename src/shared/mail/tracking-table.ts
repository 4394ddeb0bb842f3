/** Tracking news in tables: one row an event, the columns in any order and under many names. */
import { identify, numberToStore } from './identify.ts'
import { plainCode } from './tracking-codes.ts'
import { placeOf } from './tracking-place.ts'
import { instantOfEvent, statedTime, timeOfDay } from './tracking-times.ts'
import { NO_FACTS, type PieceNews, tidy, type TrackingEvent, zip5 } from './tracking.ts'
import { meaningOfText } from './tracking-words.ts'

export const TABLE_FIELDS = ['number', 'code', 'text', 'when', 'time', 'gmt', 'offset', 'city', 'state', 'zip', 'place', 'country', 'name'] as const
export type TableField = (typeof TABLE_FIELDS)[number]
/** Which column, from 0, holds what. */
export type TableMapping = Partial<Record<TableField, number>>

/** How columns are called, letters and digits only, the likeliest first. */
const SPELLINGS: Readonly<Record<TableField, string>> = {
  number: 'trackingnumber articlenumber trackingno tracking trackingid number labelnumber article certifiednumber certifiedmailnumber barcode pic piccode itemnumber packageid piecenumber trackingcode usps uspsarticle uspsarticlenumber uspstracking uspstrackingnumber labelno articleno certifiedno certifiedarticlenumber certifiedarticle mailpieceid',
  code: 'eventcode code scancode statuscode eventid scaneventcode',
  text: 'event eventtype eventdescription status description activity statusdescription eventname scan scanevent latestevent statussummary deliverystatus text details message laststatus currentstatus lastevent eventdesc statusdesc statusofitem',
  when: 'eventtimestamp datetime eventdatetime timestamp date eventdate scandate statusdate when scandatetime lastupdate activitydate deliverydate localtime localdatetime updated lastupdated dateandtime datetimeofevent evtdttm eventdttm',
  time: 'time eventtime scantime statustime activitytime',
  gmt: 'gmttimestamp utc gmt utctime timestamputc eventutc timeutc gmttime',
  offset: 'gmtoffset offset utcoffset timezoneoffset',
  city: 'city eventcity scancity facilitycity town',
  state: 'state eventstate scanstate st facilitystate province',
  zip: 'zip eventzip zipcode eventzipcode scanzip postalcode facilityzip zip5',
  place: 'location place eventlocation citystatezip citystate facility scanlocation office postoffice eventoffice',
  country: 'country eventcountry countrycode',
  name: 'name signedby signer recipient recipientname signature signedforby receivedby signedname signaturename',
}

const squeezed = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const FIELD_OF = new Map(TABLE_FIELDS.flatMap((field) => SPELLINGS[field].split(' ').map((spelling, rank) => [spelling, { field, rank }] as const)))

/** What a table's columns are known by again. */
export function tableKey(columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => squeezed(column) || column))
}

function byHeader(header: readonly string[]): TableMapping {
  const best = new Map<TableField, { column: number; rank: number }>()
  for (const [column, name] of header.entries()) {
    const known = FIELD_OF.get(squeezed(name))
    const before = known && best.get(known.field)
    if (known && (!before || known.rank < before.rank)) best.set(known.field, { column, rank: known.rank })
  }
  return Object.fromEntries([...best].map(([field, { column }]) => [field, column]))
}

/** A cell as it was meant: `="9589..."` and `'9589...` are how spreadsheets keep digits. */
function cellText(cell: string | undefined): string {
  const plain = (cell ?? '').trim()
  return /^="(.*)"$/s.exec(plain)?.[1]?.trim() ?? plain.replace(/^'(?=\d)/, '')
}

const sureNumber = (cell: string | undefined): boolean => {
  const text = cellText(cell)
  // The names of columns can look like a carrier's letters.
  if (!/\d{5}|\d{4} \d{4}/.test(text)) return false
  const { best } = identify(text)
  return best !== null && best.confidence >= 0.6
}

const LETTERS = /^[\p{L}][\p{L} .'-]+$/u

/** Days as a spreadsheet counts them, from 1900, with the time as a fraction: years 2000 to 2100. */
const SERIAL = /^(?:3[6-9]|[4-6]\d|7[0-2])\d{3}(?:\.\d+)?$/

/** A cell with a date as a stated time, also where a spreadsheet left the bare count of its days. */
function cellTime(cell: string): string | null {
  if (!SERIAL.test(cell)) return statedTime(cell)
  const text = new Date(Math.round((Number(cell) - 25_569) * 1_440) * 60_000).toISOString()
  return cell.includes('.') ? text.slice(0, 19) : text.slice(0, 10)
}

/** True for a number whose end a spreadsheet lost: it keeps fifteen digits and writes the rest as noughts, or all of it as a power of ten. */
function cutBySpreadsheet(given: string): boolean {
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(given)) return true
  return /^\d{15}0{5,}$/.test(given)
}

/** Columns told by what stands in them; where the others have names, only those without which there is no news. */
function byContent(rows: readonly (readonly string[])[], known: TableMapping, named = false): TableMapping {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const most = (says: (cell: string) => boolean, taken: ReadonlySet<number>): number | undefined => {
    for (let column = 0; column < width; column++) {
      const cells = rows.map((row) => cellText(row[column])).filter((cell) => cell !== '')
      if (!taken.has(column) && cells.length > 0 && cells.filter(says).length * 2 > cells.length) return column
    }
    return undefined
  }
  const mapping: TableMapping = { ...known }
  const taken = new Set<number>(Object.values(known))
  const take = (field: TableField, says: (cell: string) => boolean): void => {
    const column = mapping[field] === undefined ? most(says, taken) : undefined
    if (column === undefined) return
    mapping[field] = column
    taken.add(column)
  }
  take('number', sureNumber)
  take('when', (cell) => cellTime(cell) !== null && cell.length < 40)
  take('text', (cell) => meaningOfText(cell) !== 'unknown')
  if (named) return mapping
  take('time', (cell) => timeOfDay(cell) !== null && cell.length < 14)
  take('zip', (cell) => zip5(cell) !== null)
  take('place', (cell) => placeOf(cell) !== null)
  take('code', (cell) => /^(?:\d\d|[A-Z][A-Z0-9])$/.test(cell) && !/^[A-Z]{2}$/.test(cell))
  take('state', (cell) => /^[A-Z]{2}$/.test(cell))
  if (mapping.state !== undefined || mapping.zip !== undefined) take('city', (cell) => LETTERS.test(cell) && cell.length < 60)
  take('text', (cell) => /[a-z]{3}/i.test(cell) && cell.length > 3)
  return mapping
}

/** The columns of a table, and at which of its rows the events begin. */
export interface TableShape { readonly columns: readonly string[]; readonly mapping: TableMapping; readonly hasHeader: boolean; readonly start: number }

/** Rows that are looked at for a header: reports have a title and a date above it. */
const TITLE_ROWS = 15

/** The row that names the columns, or -1: the first that names a number and what happened, or else the first row of a table without numbers in it. */
function headerRow(rows: readonly (readonly string[])[]): number {
  for (const [at, row] of rows.slice(0, TITLE_ROWS).entries()) {
    if (row.some(sureNumber)) break
    const named = byHeader(row)
    if (named.number !== undefined && Object.keys(named).length > 1) return at
  }
  const first = rows.slice(0, TITLE_ROWS).findIndex((row) => row.some(sureNumber))
  if (first === 0) return -1
  // Above the first number stands the header, if it is as wide as the rows.
  const above = rows[first - 1]
  return first > 0 && above !== undefined && above.length === rows[first]?.length ? first - 1 : 0
}

/** Which column is which, by the header's names; what those leave open, and all of it where there is no header, by the cells. */
export function tableShape(rows: readonly (readonly string[])[]): TableShape {
  const at = headerRow(rows)
  const header = rows[Math.max(at, 0)] ?? []
  if (at < 0) return { columns: header.map((_, column) => `Column ${column + 1}`), mapping: byContent(rows.slice(0, 50), {}), hasHeader: false, start: 0 }
  return { columns: header.map((cell) => cell.trim()), mapping: byContent(rows.slice(at + 1, at + 51), byHeader(header), true), hasHeader: true, start: at + 1 }
}

/** Why a mapping cannot be used, or null. */
export function mappingProblem(mapping: TableMapping): string | null {
  if (mapping.number === undefined) return 'No column holds the tracking number. Choose the one that does.'
  if (mapping.code === undefined && mapping.text === undefined) return 'No column says what happened. Choose the one with the event, its code or the status.'
  return null
}

export interface BadTableRow { readonly row: number; readonly reason: string; readonly cells: readonly string[] }

/** An event of a row, or why there is none. */
function rowEvent(cells: readonly string[], mapping: TableMapping): { number: string; event: TrackingEvent } | string {
  const get = (field: TableField): string => {
    const column = mapping[field]
    return column === undefined ? '' : cellText(cells[column])
  }
  const given = get('number')
  if (given === '') return 'There is no tracking number in this row.'
  if (cutBySpreadsheet(given)) return 'A spreadsheet has cut this number. Format the column as text before it is saved, then export it again.'
  const code = get('code')
  const text = tidy(get('text'))
  if (code === '' && text === '') return 'This row does not say what happened.'
  const when = get('when')
  const stated = cellTime(when)
  if (when !== '' && stated === null) return `"${tidy(when, 40)}" is not a date. Write it as 2026-11-06 or 11/06/2026.`
  const clock = timeOfDay(get('time'))
  const local = stated?.length === 10 && clock !== null ? `${stated}T${clock}` : stated
  const combined = placeOf(get('place'))
  const zip = get('zip')
  const offset = get('offset')
  const at = instantOfEvent(local, get('gmt'), offset)
  return {
    number: numberToStore(identify(given)),
    event: {
      code: code === '' ? null : plainCode(code), text, at, local, city: tidy(get('city')) || (combined?.city ?? tidy(get('place'))), state: tidy(get('state')) || (combined?.state ?? ''),
      zip: zip5(/^\d{3,4}$/.test(zip) ? zip.padStart(5, '0') : zip) ?? (tidy(zip) || (combined?.zip ?? '')), country: tidy(get('country')), name: tidy(get('name')),
    },
  }
}

/**
 * Reads the rows of a table, the header taken off already.
 *
 * @param firstRow the number of the first row as a spreadsheet counts
 * @returns news by number in the order of the table, and every row that could not be taken with its reason
 */
export function readTable(rows: ReadonlyArray<readonly string[]>, mapping: TableMapping, firstRow: number): { news: PieceNews[]; bad: BadTableRow[] } {
  const byNumber = new Map<string, { events: TrackingEvent[]; raw: string[] }>()
  const bad: BadTableRow[] = []
  for (const [at, cells] of rows.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const read = rowEvent(cells, mapping)
    if (typeof read === 'string') {
      bad.push({ row: firstRow + at, reason: read, cells })
      continue
    }
    const held = byNumber.get(read.number) ?? { events: [], raw: [] }
    held.events.push(read.event)
    held.raw.push(JSON.stringify(cells))
    byNumber.set(read.number, held)
  }
  return { news: [...byNumber].map(([number, { events, raw }]) => ({ number, events, facts: NO_FACTS, problem: null, unread: null, raw: raw.join('\n') })), bad }
}
