/**
 * Times as carriers state them. USPS states the wall clock of the place, at times with a "Z" that is wrong; an instant is known
 * only where the source also gives the offset.
 */

const DAY = 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')

/** A date of the calendar as YYYY-MM-DD, or null. */
function dayOf(year: number, month: number, date: number): string | null {
  if (year < 1990 || year > 2100) return null
  const at = new Date(Date.UTC(year, month - 1, date))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : null
}

function stamp(day: string | null, hour: number, minute: number, second: number): string | null {
  return day !== null && hour < 24 && minute < 60 && second < 60 ? `${day}T${two(hour)}:${two(minute)}:${two(second)}` : null
}

/** Hours of a twelve-hour clock. */
function hour24(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return 99
  return (hour % 12) + (half.startsWith('p') ? 12 : 0)
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const TIME = /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\b\.?)?/i
const DATES: ReadonlyArray<{ readonly shape: RegExp; readonly day: (parts: readonly string[]) => string | null }> = [
  { shape: /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/, day: ([y, m, d]) => dayOf(Number(y), Number(m), Number(d)) },
  { shape: new RegExp(`\\b(${MONTH})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, 'i'), day: ([m = '', d, y]) => dayOf(Number(y), MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1, Number(d)) },
  { shape: new RegExp(`(?<!\\d)(\\d{1,2})\\s+(${MONTH})\\.?,?\\s+(\\d{4})(?!\\d)`, 'i'), day: ([d, m = '', y]) => dayOf(Number(y), MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1, Number(d)) },
  { shape: new RegExp(`(?<![\\d-])(\\d{1,2})-(${MONTH})-(\\d{4}|\\d{2})(?!\\d)`, 'i'), day: ([d, m = '', y = '']) => dayOf(y.length === 2 ? 2000 + Number(y) : Number(y), MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1, Number(d)) },
  // The United States write the month first.
  { shape: /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/, day: ([m, d, y]) => dayOf(Number(y), Number(m), Number(d)) },
  { shape: /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{2})(?![\d/])/, day: ([m, d, y]) => dayOf(2000 + Number(y), Number(m), Number(d)) },
  { shape: /(?<![\d])(20\d{2})(\d{2})(\d{2})(?!\d)/, day: ([y, m, d]) => dayOf(Number(y), Number(m), Number(d)) },
]

/** A date and, where there is one, a time as they stand in a text, with what is left of it. */
export interface FoundTime { readonly local: string; readonly rest: string }

/**
 * Finds the first date of a text, with a time beside it, in the ways the United States write them: `November 6, 2026, 1:28 pm`,
 * `1:28 pm on November 6, 2026`, `11/06/2026 13:28`, `2026-11-06T13:28:00Z`. A `Z` is not believed.
 */
export function findTime(text: string): FoundTime | null {
  for (const { shape, day } of DATES) {
    const match = shape.exec(text)
    if (!match) continue
    const found = day(match.slice(1))
    if (found === null) continue
    const before = text.slice(0, match.index)
    const after = text.slice(match.index + match[0].length)
    const afterTime = /^[\sT,]*(?:at\s+)?(?=\d{1,2}:\d{2})/.exec(after)
    const time = afterTime ? TIME.exec(after) : TIME.exec(before)
    const clock = time && stamp(found, hour24(Number(time[1]), time[4]?.toLowerCase()), Number(time[2]), Number(time[3] ?? 0))
    if (!time || clock === null) return { local: found, rest: `${before} ${after}` }
    const rest = afterTime
      ? `${before} ${after.slice(time.index + time[0].length).replace(/^(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?\b/, '')}`
      : `${before.slice(0, time.index)} ${before.slice(time.index + time[0].length).replace(/^\s*on\b/, '')} ${after}`
    return { local: clock, rest }
  }
  return null
}

/** A stated time alone: `2026-11-06T13:28:00`, or `2026-11-06` where no time was said; null for anything else. */
export function statedTime(text: string): string | null {
  return findTime(text)?.local ?? null
}

/** A time of day alone, for tables that keep it in a column of its own: `1:28 pm`, `13:28`, `1328`; null for anything else. */
export function timeOfDay(text: string): string | null {
  const plain = /^\s*(\d{1,2})(\d{2})\s*([ap]m)?\s*$/i.exec(text) ?? null
  const [hours, minutes, seconds, half] = plain ? [plain[1], plain[2], '0', plain[3]] : (TIME.exec(text)?.slice(1) ?? [])
  if (hours === undefined || minutes === undefined) return null
  return stamp('2000-01-01', hour24(Number(hours), half?.toLowerCase()), Number(minutes), Number(seconds ?? 0))?.slice(11) ?? null
}

/** A stated local time as milliseconds of a clock that knows no zones; a day without a time is its midnight. */
export function localMs(local: string): number {
  return Date.parse(local.length === 10 ? `${local}T00:00:00Z` : `${local}Z`)
}

/** Milliseconds of a zoneless clock as a stated time. */
export function localText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19)
}

/** Minutes east of Greenwich from `-05:00`, `-0500`, `-5` or `-300`; null for anything else. */
export function offsetMinutes(text: string): number | null {
  const colon = /^\s*(?:GMT|UTC)?([+-]?)(\d{1,2}):?(\d{2})?\s*$/i.exec(text)
  if (!colon) return null
  const minutes = Number(colon[2]) * 60 + Number(colon[3] ?? 0)
  return minutes > 14 * 60 ? null : colon[1] === '-' ? -minutes : minutes
}

/**
 * The instant of an event: from its time in GMT, or from its local time and the offset.
 *
 * @returns UTC milliseconds, or null where the source gives neither
 */
export function instantOfEvent(local: string | null, gmt: string, offset: string): number | null {
  const inGmt = statedTime(gmt)
  if (inGmt !== null && inGmt.length > 10) return localMs(inGmt)
  const minutes = offset.trim() === '' ? null : offsetMinutes(offset)
  return local === null || local.length === 10 || minutes === null ? null : localMs(local) - minutes * 60_000
}

/** The day of a stated time, or of an instant on a clock five hours behind Greenwich when only that is known. */
export function dayOfEvent(event: { readonly local: string | null; readonly at: number | null }): string | null {
  if (event.local !== null) return event.local.slice(0, 10)
  return event.at === null ? null : new Date(event.at - (5 * DAY) / 24).toISOString().slice(0, 10)
}

/**
 * The time of an event in ISO 8601 as the carrier's clock showed it, with its distance from Greenwich where that is known:
 * `2026-11-06T13:28:00-05:00`, `2026-11-06T13:28:00`, `2026-11-06`, or null.
 */
export function isoOfEvent({ local, at }: { readonly local: string | null; readonly at: number | null }): string | null {
  if (local === null) return at === null ? null : `${localText(at)}Z`
  const minutes = at === null || local.length === 10 ? null : Math.round((localMs(local) - at) / 60_000)
  if (minutes === null || minutes % 15 !== 0 || Math.abs(minutes) > 14 * 60) return local
  const plain = Math.abs(minutes)
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(plain / 60))}:${two(plain % 60)}`
}
