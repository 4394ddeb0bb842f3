import type { ImportField, PersonRow } from '../../../shared/contract/directory.ts'
import { createStore } from '../../app/store.ts'
import { date } from '../../ui/words.ts'

/** The person whose card the directory shows; set from elsewhere before going there. */
export const shownPerson = createStore<string | null>(null)

/** What the directory's search field holds; set from elsewhere before going there. */
export const directoryText = createStore('')

/** "Nov 23" for a day `YYYY-MM-DD`, with the year when it is not this one. */
export function shortDay(day: string): string {
  return date(Date.parse(`${day}T12:00:00Z`), 'UTC')
}

/** "Nov 23 to Dec 1", "from Nov 23", "always". */
export function spanWords(from: string | null, until: string | null): string {
  if (from === null) return until === null ? 'always' : `until ${shortDay(until)}`
  if (from === until) return shortDay(from)
  return until === null ? `from ${shortDay(from)}` : `${shortDay(from)} to ${shortDay(until)}`
}

/** Whether a person is here: "Here", "Away until Dec 1", "Left on Nov 3". */
export function presence(person: Pick<PersonRow, 'active' | 'leftOn' | 'away' | 'awayUntil'>): string {
  if (!person.active) return person.leftOn ? `Left on ${shortDay(person.leftOn)}` : 'Has left'
  if (person.away) return person.awayUntil ? `Away until ${shortDay(person.awayUntil)}` : 'Away'
  return 'Here'
}

/** What a column of an import, or a field of a person, is called. */
export const FIELD_WORDS: Record<ImportField, string> = {
  employeeId: 'Employee number', given: 'First name', family: 'Last name', name: 'Whole name', email: 'E-mail', phone: 'Phone', department: 'Department', departmentCode: 'Department code',
  mailStop: 'Mail stop', building: 'Building', floor: 'Floor', location: 'Location', aliases: 'Other names', badge: 'Badge', forwarding: 'Forwarding', notice: 'Notice', note: 'Note', status: 'Here or left', leftOn: 'Left on',
}

export const NOTICE_WORDS = { office: 'As the office does', email: 'E-mail', slip: 'Slip', none: 'None' } as const
