/** The daily log on paper: black and white, headed, numbered, every page saying which entries of the log it covers. */
import type { DayLog, DayQuestion, DaySettings, LetterLine, LogFormat, MailLine, NoteLine } from '../contract/days.ts'
import { officeDay, officeTime } from '../mail/days.ts'
import { formatMoney } from '../mail/money.ts'
import { number, plural } from '../words.ts'
import type { Element, FlowDocument, FlowLine, Media, PageDocument } from './document.ts'
import { type Column, frame, MARGIN, type Pen, PT, sheets } from './sheets.ts'

/** What is said beside a file that was made of a log. */
export type LogHead = Pick<DayLog, 'day' | 'shift' | 'range' | 'totals' | 'signed'> & { title: string }

/** What is asked for as a file. `created` is UTC milliseconds; `keepSigned` wants the very sheet that was signed where there is one. */
export interface FileOrder { question: DayQuestion; format: LogFormat; paper: DaySettings['paper']; created: number; keepSigned: boolean }
/** The file, without bytes where the very sheet that was signed is it; `missing` says what of a PDF no font has. */
export interface DayFile { head: LogHead; bytes: Uint8Array | null; missing: string | null }

/** "Monday, November 23, 2026". */
export function dayInWords(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(`${day}T00:00:00Z`))
}

/** "5:04 PM" on the office's clock. */
export function clockOf(at: number, zone: string): string {
  const [hour = '0', minute = '00'] = officeTime(at, zone).split(':')
  const h = Number(hour)
  return `${h % 12 === 0 ? 12 : h % 12}:${minute} ${h < 12 ? 'AM' : 'PM'}`
}


/** The sum of the day in its parts, as screen, paper and slip say it; parts that are nothing are left out, the first two and the last never. */
export function balanceParts(totals: DayLog['totals'], shift: boolean): Array<{ sign: string; n: number; word: string }> {
  const parts = [
    { sign: '', n: totals.morning, word: shift ? 'at the start' : 'this morning', keep: true }, { sign: '+', n: totals.cameIn, word: 'came in', keep: true }, { sign: '+', n: totals.cameBack, word: 'came back', keep: false },
    { sign: '\u2212', n: totals.handed, word: 'handed over', keep: true }, { sign: '\u2212', n: totals.stops, word: 'at mail stops', keep: false }, { sign: '\u2212', n: totals.sent, word: 'sent on', keep: false },
    { sign: '\u2212', n: totals.lost, word: 'lost', keep: false }, { sign: '\u2212', n: totals.disposed, word: 'disposed of', keep: false }, { sign: '\u2212', n: totals.voided, word: 'voided', keep: false },
  ]
  return [...parts.filter((part) => part.keep || part.n !== 0).map(({ sign, n, word }) => ({ sign, n, word })), { sign: '=', n: totals.here, word: 'here' }]
}

/** "3 too few", or null when the sum comes out. */
export function offWords(off: number): string | null {
  return off === 0 ? null : `${number(Math.abs(off))} too ${off < 0 ? 'few' : 'many'}`
}

/** A hash in groups, so that it can be compared by eye and goes over two lines of a slip. */
const inEights = (hash: string): string => hash.replaceAll(/(.{8})(?!$)/g, '$1 ')

/** True for a day on which nothing came, went or was logged. */
export function isEmptyDay(log: DayLog): boolean {
  return log.in.length + log.out.length + log.back.length + log.letters.length + log.corrections.length + log.voids.length + log.late.length + log.exceptions.length === 0
}

const who = (line: MailLine): string => [line.recipient, line.department].filter(Boolean).join(', ') || 'Nobody named'

/** The whole log as sheets of paper. */
export function dayLogPages(log: DayLog, media: Media, printedAt: number): PageDocument {
  const { zone } = log.office
  const pen = sheets(media)
  const time = (at: number): string => (officeDay(at, zone) === log.day ? clockOf(at, zone) : `${officeDay(at, zone)} ${clockOf(at, zone)}`)
  summary(log, pen)
  if (isEmptyDay(log)) {
    pen.y += 4
    pen.text(MARGIN, pen.y, pen.width, 'No mail was recorded on this day.', 12, { bold: true })
    pen.y += 10
  }
  const money = log.totals.letters
  const cost = (row: LetterLine, cents: number): string => (row.voided ? '' : formatMoney(cents))
  pen.table<LetterLine & { n: number }>('Certified Mail', `${plural(money.logged, 'letter')} logged, ${number(money.accepted)} accepted${money.returned > 0 ? `, ${number(money.returned)} came back` : ''}`, [
    { title: '#', share: 6, text: (row) => String(row.n) }, { title: 'Article number', share: 44, bold: true, text: (row) => row.grouped || 'No number yet' }, { title: 'Addressee', share: 33, text: (row) => row.addressee }, { title: 'Book', share: 10, text: (row) => row.book },
    { title: 'Receipt and services', share: 33, text: (row) => (row.voided ? 'Voided' : row.services.join(', ') || 'No receipt') }, { title: 'Date evidence', share: 28, text: evidenceOf },
    { title: 'Postage', share: 11, align: 'right', text: (row) => cost(row, row.postage) }, { title: 'Fees', share: 12, align: 'right', text: (row) => (row.unpriced && !row.voided ? 'not known' : cost(row, row.fees)) }, { title: 'Total', share: 13, align: 'right', text: (row) => (row.unpriced ? '' : cost(row, row.postage + row.fees)) },
  ], log.letters.map((row, i) => ({ ...row, n: i + 1 })), { foot: `Postage ${formatMoney(money.postage)}, fees ${formatMoney(money.fees)}, total ${formatMoney(money.total)}${money.unpriced > 0 ? `, without ${plural(money.unpriced, 'letter')} of unknown price` : ''}` })
  const mail = (became: string): ReadonlyArray<Column<MailLine & { n: number }>> => [
    { title: '#', share: 7, text: (row) => String(row.n) }, { title: 'Number', share: 43, bold: true, text: (row) => row.grouped }, { title: 'Carrier', share: 16, text: (row) => row.carrier }, { title: 'For', share: 40, text: (row) => (row.letter ? `Our letter to ${row.recipient}` : who(row)) },
    { title: 'At, by', share: 34, text: (row) => `${time(row.at)} ${row.by}${row.late ? ', late' : ''}` }, { title: became, share: 49, text: (row) => (row.becameAt === row.at ? row.became : `${row.became}, ${time(row.becameAt)} ${row.becameBy}`) },
  ]
  const counted = (rows: readonly MailLine[]): Array<MailLine & { n: number }> => rows.map((row, i) => ({ ...row, n: i + 1 }))
  pen.table('Came in', plural(log.in.length, 'piece'), mail('What became of it'), counted(log.in))
  pen.table('Went out', plural(log.out.length, 'piece'), mail('To'), counted(log.out))
  pen.table('Came back', plural(log.back.length, 'piece'), mail('Why'), counted(log.back))
  const note: ReadonlyArray<Column<NoteLine>> = [
    { title: 'Entry', share: 13, text: (row) => number(row.sequence) }, { title: 'What', share: 24, text: (row) => row.what }, { title: 'Number', share: 42, bold: true, text: (row) => row.grouped },
    { title: 'Before', share: 32, text: (row) => row.before }, { title: 'After', share: 32, text: (row) => row.after }, { title: 'Why', share: 29, text: (row) => row.reason }, { title: 'Who', share: 32, text: (row) => `${time(row.at)} ${row.by}${row.allowedBy ? `, allowed by ${row.allowedBy}` : ''}` },
  ]
  const plain = note.filter((column) => column.title !== 'Before' && column.title !== 'After')
  pen.table('Corrections', plural(log.corrections.length, 'correction'), note, log.corrections)
  pen.table('Voids', plural(log.voids.length, 'void'), plain, log.voids)
  pen.table('Late entries', plural(log.late.length, 'late entry', 'late entries'), plain.map((column) => (column.title === 'Who' ? { ...column, title: 'Happened; written by', text: (row: NoteLine) => `${time(row.at)}; ${time(row.recordedAt)} ${row.by}` } : column.title === 'Why' ? { ...column, title: 'From' } : column)), log.late)
  pen.table('Out of the ordinary', plural(log.exceptions.length, 'exception'), plain, log.exceptions)
  signature(log, pen)
  return { kind: 'page', title: titleOf(log), width: media.width, height: media.height, pages: pen.pages.map((elements, i) => [...onEverySheet(log, media, i + 1, pen.pages.length, printedAt), ...elements]) }
}

/** How the date of mailing is evidenced, and for a letter that came back why. */
function evidenceOf(row: LetterLine): string {
  const mailed = row.evidence === '' ? (row.voided ? '' : 'None yet') : `${row.evidence}, ${row.mailed ?? ''}`
  return row.returned === '' ? mailed : `${mailed}. Came back: ${row.returned}`
}

export const titleOf = (log: DayLog): string => `Daily log ${log.day}${log.shift ? ` ${log.shift.name}` : ''}`

function onEverySheet(log: DayLog, media: Media, page: number, of: number, printedAt: number): Element[] {
  const { from, to, events } = log.range
  const { zone } = log.office
  return frame(media, {
    left: log.office.name, middle: log.shift ? `Daily log, ${log.shift.name} ${log.shift.from} to ${log.shift.to}` : 'Mailroom daily log', right: dayInWords(log.day),
    foot: to === null || events === 0 ? 'No entries of the log' : `Station ${to.device}, ${plural(events, 'entry', 'entries')}, ${from ? `${from.device === to.device ? '' : `${from.device}/`}${number(from.sequence)} to ` : 'to '}${number(to.sequence)}`,
    footRight: `${log.signed ? '' : 'Not signed off. '}Printed ${officeDay(printedAt, zone)} ${clockOf(printedAt, zone)}. Page ${page} of ${of}`,
    last: to === null ? '' : `Head of the log: ${inEights(to.hash)}`,
  })
}

function summary(log: DayLog, pen: Pen): void {
  const parts = balanceParts(log.totals, log.shift !== null)
  const w = pen.width / parts.length
  for (const [i, part] of parts.entries()) {
    const x = MARGIN + i * w
    const last = i === parts.length - 1
    if (last) pen.page().push({ kind: 'box', x, y: pen.y - 1.6, w, h: 15, weight: 0.6 })
    pen.text(x + 1, pen.y, w - 2, `${part.sign}${part.sign ? ' ' : ''}${number(part.n)}`, 17, { bold: true, align: 'center' })
    pen.text(x + 1, pen.y + 8.4, w - 2, part.word, 8.5, { align: 'center' })
  }
  pen.y += 17
  const off = offWords(log.totals.off)
  if (off) {
    pen.text(MARGIN, pen.y, pen.width, `The sum does not come out: ${off}.`, 11, { bold: true })
    pen.y += 7
  }
  const { letters } = log.totals
  const lists: Array<[string, Array<{ name: string; n: number }>]> = [
    ['Came in by carrier', log.totals.byCarrier], ['Here by age', log.totals.byAge], ['Letters', letters.logged + letters.accepted + letters.returned === 0 ? [] : [{ name: 'Logged', n: letters.logged }, { name: 'Accepted', n: letters.accepted }, { name: 'Came back', n: letters.returned }]],
    ['Letters by service', letters.byService], ['Out of the ordinary', log.totals.exceptions], ['Changes', isEmptyDay(log) ? [] : [{ name: 'Corrections', n: log.totals.corrections }, { name: 'Voids', n: log.totals.voids }, { name: 'Late entries', n: log.totals.late }]],
  ]
  const shown = lists.filter(([, rows]) => rows.length > 0)
  const across = Math.min(4, Math.max(3, shown.length))
  for (let at = 0; at < shown.length; at += across) pen.y = Math.max(...shown.slice(at, at + across).map(([title, rows], i) => sumList(pen, title, rows, MARGIN + i * (pen.width / across), pen.width / across - 5))) + 3
  pen.y += 1
  const departments = log.totals.letters.byDepartment
  if (departments.length > 1) pen.table<{ name: string; n: number; cents: number }>('Certified Mail by department', formatMoney(log.totals.letters.total), [{ title: 'Department', share: 60, text: (row) => row.name }, { title: 'Letters', share: 12, align: 'right', text: (row) => number(row.n) }, { title: 'Cost', share: 15, align: 'right', text: (row) => formatMoney(row.cents) }], departments)
}

/** A list of counts in a column of the first sheet; answers where it ends. */
function sumList(pen: Pen, title: string, rows: ReadonlyArray<{ name: string; n: number }>, x: number, w: number): number {
  const rest = rows.slice(12).reduce((sum, row) => sum + row.n, 0)
  let y = pen.y
  pen.text(x, y, w, title, 8, { bold: true })
  y += 4.1
  pen.rule(y, 0.2, x, w)
  y += 1
  for (const row of [...rows.slice(0, 12), ...(rest > 0 ? [{ name: 'Others', n: rest }] : [])]) {
    const h = pen.height(row.name, w - 14, PT)
    pen.text(x, y, w - 14, row.name, PT, { fit: 'wrap', h: h + 0.2 })
    pen.text(x + w - 13, y, 13, number(row.n), PT, { align: 'right' })
    y += h + 0.7
  }
  return y
}

function signature(log: DayLog, pen: Pen): void {
  pen.room(26)
  pen.y += 10
  const { zone } = log.office
  const half = pen.width / 2 - 6
  const { signed } = log
  if (signed) {
    pen.text(MARGIN, pen.y - 6.6, half, signed.by, 12, { bold: true })
    pen.text(MARGIN + half + 12, pen.y - 6.6, half, `${dayInWords(officeDay(signed.at, zone))}, ${clockOf(signed.at, zone)}`, 10)
  }
  pen.rule(pen.y, 0.4, MARGIN, half)
  pen.rule(pen.y, 0.4, MARGIN + half + 12, half)
  pen.text(MARGIN, pen.y + 1.2, half, signed ? 'Signed off with a PIN by' : 'Signed off by', 8)
  pen.text(MARGIN + half + 12, pen.y + 1.2, half, signed ? 'At' : 'Name and date', 8)
  pen.y += 8
  for (const one of log.before) {
    pen.room(5)
    pen.text(MARGIN, pen.y, pen.width, `Signed off before by ${one.by} on ${officeDay(one.at, zone)} ${clockOf(one.at, zone)}; reopened by ${one.reopened?.by ?? ''}: ${one.reopened?.reason ?? ''}`, 8)
    pen.y += 4.6
  }
}

/** The sums of the day on a receipt printer's slip. */
export function dayLogSlip(log: DayLog, width: number, printedAt: number): FlowDocument {
  const { zone } = log.office
  const lines: FlowLine[] = [
    { kind: 'text', text: log.office.name, bold: true, align: 'center' }, { kind: 'text', text: 'Mailroom daily log', align: 'center' }, { kind: 'text', text: `${dayInWords(log.day)}${log.shift ? `, ${log.shift.name}` : ''}`, align: 'center' }, { kind: 'rule' },
    ...balanceParts(log.totals, log.shift !== null).flatMap((part): FlowLine[] => (part.sign === '=' ? [{ kind: 'rule' }, { kind: 'pair', left: 'Here', right: number(part.n), bold: true }] : [{ kind: 'pair', left: part.word.charAt(0).toUpperCase() + part.word.slice(1), right: `${part.sign === '\u2212' ? '-' : part.sign}${number(part.n)}` }])),
  ]
  const off = offWords(log.totals.off)
  if (off) lines.push({ kind: 'text', text: `The sum does not come out: ${off}.`, bold: true })
  if (isEmptyDay(log)) lines.push({ kind: 'space' }, { kind: 'text', text: 'No mail was recorded on this day.' })
  for (const [title, rows] of [['Came in by carrier', log.totals.byCarrier], ['Here by age', log.totals.byAge], ['Out of the ordinary', log.totals.exceptions]] as const) {
    if (rows.length > 0) lines.push({ kind: 'space' }, { kind: 'text', text: title, bold: true }, ...rows.map((row): FlowLine => ({ kind: 'pair', left: row.name, right: number(row.n) })))
  }
  const { letters } = log.totals
  if (letters.logged + letters.accepted + letters.returned > 0) {
    lines.push({ kind: 'space' }, { kind: 'text', text: 'Certified Mail', bold: true }, { kind: 'pair', left: 'Logged', right: number(letters.logged) }, { kind: 'pair', left: 'Accepted', right: number(letters.accepted) }, { kind: 'pair', left: 'Came back', right: number(letters.returned) }, ...letters.byService.map((row): FlowLine => ({ kind: 'pair', left: row.name, right: number(row.n) })),
      { kind: 'pair', left: 'Postage', right: formatMoney(letters.postage) }, { kind: 'pair', left: 'Fees', right: formatMoney(letters.fees) }, { kind: 'pair', left: 'Total', right: formatMoney(letters.total), bold: true })
  }
  lines.push({ kind: 'space' }, { kind: 'pair', left: 'Corrections', right: number(log.totals.corrections) }, { kind: 'pair', left: 'Voids', right: number(log.totals.voids) }, { kind: 'pair', left: 'Late entries', right: number(log.totals.late) }, { kind: 'rule' })
  lines.push({ kind: 'text', text: log.signed ? `Signed off by ${log.signed.by}, ${officeDay(log.signed.at, zone)} ${clockOf(log.signed.at, zone)}` : 'Not signed off' })
  const { from, to } = log.range
  if (to) lines.push({ kind: 'text', text: `Entries ${from ? `${number(from.sequence)} to ` : 'to '}${number(to.sequence)} of ${to.device}` }, { kind: 'text', text: inEights(to.hash) })
  lines.push({ kind: 'text', text: `Printed ${officeDay(printedAt, zone)} ${clockOf(printedAt, zone)}` })
  return { kind: 'flow', title: titleOf(log), width, lines }
}
