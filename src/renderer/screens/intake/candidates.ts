import { t } from '../../catalogue/index.ts'
import type { FoundPerson } from '../../../shared/contract/directory.ts'
import type { LikelyRecipient, RecipientInput } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { client, queries, station } from '../../app/station.ts'
import type { IconName } from '../../ui/drawings.tsx'
import { count, date } from '../../ui/words.ts'

/** A text in pieces; the ones that match what was typed are marked. */
export interface Marked { text: string; match: boolean }

/** Somebody who can be chosen: a person, a department, or the name exactly as it was typed. */
export interface Candidate {
  key: string
  /** What stands in the field once it is chosen, and on the plate. */
  name: string
  title: readonly Marked[]
  /** Department and what tells two people of one name apart. */
  second: string
  stop: string
  why: string
  /** Somebody has to look before giving this person mail: away, left, unknown. */
  look: IconName | null
  location: string
  recipient: RecipientInput
  source: 'typed' | 'likely' | 'badge'
}

/** What is in a recipient field: the text, which row the arrows stand on, and what was chosen outright. */
export interface WhoValue { text: string; picked: string | null; fixed: Candidate | null }
export const NOBODY: WhoValue = { text: '', picked: null, fixed: null }

/** How many rows are shown below the field. */
export const SHOWN = 4

/** A text cut at the ranges that matched, in UTF-16 units. */
export function marked(text: string, ranges: readonly { from: number; to: number }[]): Marked[] {
  const parts: Marked[] = []
  let at = 0
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from < at || to <= from) continue
    if (from > at) parts.push({ text: text.slice(at, from), match: false })
    parts.push({ text: text.slice(from, to), match: true })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at), match: false })
  return parts
}

function dayWord(day: string): string {
  return date(Date.parse(`${day}T12:00:00Z`), 'UTC')
}

/** What to know about a person before mail is given to them, in words. */
export function whyOf(person: Pick<FoundPerson, 'active' | 'leftOn' | 'away' | 'awayUntil' | 'deputy' | 'waiting'>): { why: string; look: IconName | null } {
  if (!person.active) return { why: person.leftOn ? t('intake.candidates.leftLefton', { leftOn: dayWord(person.leftOn) }) : t('intake.candidates.hasLeft'), look: 'warn' }
  if (person.away) return { why: `away${person.awayUntil ? t('intake.candidates.untilAwayuntil', { awayUntil: dayWord(person.awayUntil) }) : ''}${person.deputy ? t('intake.candidates.useName', { name: person.deputy.name }) : ''}`, look: 'clock' }
  return { why: person.waiting > 0 ? count(person.waiting, t('intake.candidates.pieceWaits'), t('intake.candidates.piecesWait')) : t('intake.candidates.nothingWaiting'), look: null }
}

/** A person as a row; names match letters that are marked. */
export function personCandidate(person: FoundPerson, source: Candidate['source']): Candidate {
  const at = (field: string): { from: number; to: number }[] => person.matched.filter((range) => range.field === field)
  const alias = person.alias ? [{ text: ' (', match: false }, ...marked(person.alias, at('alias')), { text: ')', match: false }] : []
  return {
    key: person.id, name: person.name, title: [...marked(person.name, at('name')), ...alias], second: [...new Set([person.department, person.distinguishing].filter(Boolean))].join(', '),
    stop: person.mailStop ?? '', ...whyOf(person), location: person.location ?? '', recipient: { person: person.id, name: '', department: '', mailStop: '' }, source,
  }
}

const REASONS: Record<LikelyRecipient['reasons'][number], string> = { 'same-name': t('intake.candidates.standsOnThePiece'), 'same-number': t('intake.candidates.hadThisNumberBefore'), 'same-sender': t('intake.candidates.getsMailOfThisSender'), 'same-range': t('intake.candidates.getsMailOfThisShipper'), 'last-used': t('intake.candidates.givenToBefore') }

/** A likely person as a row: why they are offered stands there, unless something has to be looked at first. */
function likelyCandidate(person: FoundPerson, { reasons: [reason] }: LikelyRecipient): Candidate {
  const row = personCandidate(person, 'likely')
  return row.look !== null || reason === undefined || reason === 'last-used' ? row : { ...row, why: REASONS[reason] }
}

function wordsCandidate({ recipient, reasons }: LikelyRecipient): Candidate {
  const name = recipient.name || recipient.department
  return {
    key: `words:${recipient.name}/${recipient.department}`, name, title: [{ text: name, match: false }], second: recipient.name ? recipient.department : 'department', stop: recipient.mailStop,
    why: reasons[0] ? REASONS[reasons[0]] : '', look: null, location: '', recipient: { ...recipient, person: null }, source: 'likely',
  }
}

/** The rows for what was typed, best first; for an empty text who is likely. The name as typed is always the last. */
async function find(text: string, piece: string | null, sender: string | undefined): Promise<Candidate[]> {
  if (text === '') {
    const { rows } = await client.intake.likely({ limit: 8, ...(piece ? { piece } : {}), ...(sender === undefined ? {} : { sender }) })
    const ids = rows.flatMap((row) => (row.recipient.person ? [row.recipient.person] : []))
    const people = ids.length > 0 ? (await client.directory.search({ text: '', likely: ids, limit: 12 })).rows : []
    return rows.flatMap((row) => {
      if (row.recipient.person === null) return [wordsCandidate(row)]
      const person = people.find((one) => one.id === row.recipient.person)
      return person ? [likelyCandidate(person, row)] : []
    })
  }
  const [found, departments] = await Promise.all([client.directory.search({ text, limit: 12 }), queries.fetchQuery(station.directory.departments.queryOptions())])
  const lower = text.toLowerCase()
  const fitting = departments.filter((row) => row.active && (row.name.toLowerCase().startsWith(lower) || row.code.toLowerCase() === lower))
  const own = fitting.map((row): Candidate => ({
    key: `department:${row.id}`, name: row.name, title: marked(row.name, row.name.toLowerCase().startsWith(lower) ? [{ from: 0, to: text.length }] : []), second: 'department', stop: '',
    why: row.contact ? t('intake.candidates.contactName', { name: row.contact.name }) : count(row.people, t('common.person'), t('common.people2')), look: null, location: '', recipient: { person: null, name: '', department: row.name, mailStop: '' }, source: 'typed',
  }))
  const asTyped: Candidate = { key: 'typed', name: text, title: [{ text, match: false }], second: t('intake.candidates.asItIsWritten'), stop: '', why: t('intake.candidates.notFromTheDirectory'), look: 'info', location: '', recipient: { person: null, name: text, department: '', mailStop: '' }, source: 'typed' }
  const people = found.rows.map((row) => personCandidate(row, 'typed'))
  // A department typed out in full is meant as that; a few letters are more often a person.
  const exact = own.filter((row) => row.name.toLowerCase() === lower)
  return [...exact, ...people.slice(0, SHOWN - 1), ...own.filter((row) => !exact.includes(row)), ...people.slice(SHOWN - 1), asTyped]
}

/**
 * Query options for the rows of a recipient field; `sender` is what was typed as the sender and is not saved yet. Old after any change of a piece, because rows
 * say what waits.
 */
export function candidateOptions(text: string, piece: string | null, sender?: string) {
  const asked = text.trim()
  // The sender tells who is likely; what was typed tells more.
  const from = asked === '' ? sender : undefined
  return { queryKey: [['pieces', 'candidates'], { asked, piece, from }] as const, queryFn: async () => find(asked, piece, from), staleTime: 10_000 }
}

/** Which row Enter takes: the chosen one, the one the arrows stand on, or the best for what was typed. Never one for an empty field. */
export function meant(value: WhoValue, rows: readonly Candidate[]): Candidate | null {
  return value.fixed ?? rows.find((row) => row.key === value.picked) ?? (value.text.trim() === '' ? null : rows[0] ?? null)
}

/**
 * The same for a field whose rows may not have come yet: asks for them. Rows that stand on the screen are what the person meant, however old.
 *
 * @throws ConnectionLost at once: a query would wait for the station, and what waits for it is saved behind a person's back
 */
export async function meantBy(value: WhoValue, piece: string | null, sender?: string): Promise<Candidate | null> {
  if (value.fixed) return value.fixed
  if (value.text.trim() === '' && value.picked === null) return null
  const { queryKey, queryFn } = candidateOptions(value.text, piece, sender)
  return meant(value, queries.getQueryData<Candidate[]>(queryKey) ?? await queryFn())
}

/** The owner of a scanned badge as somebody chosen; null when nobody has it. */
export async function badgeOwner(person: PieceRow['recipient']): Promise<Candidate | null> {
  if (!person?.person) return null
  const { rows } = await client.directory.search({ text: '', likely: [person.person], limit: 12 })
  const row = rows.find((one) => one.id === person.person)
  return row ? personCandidate(row, 'badge') : null
}
