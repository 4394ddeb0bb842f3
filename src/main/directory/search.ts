import type { FoundPerson, PersonRow } from '../../shared/contract/directory.ts'
import { nicknames, searchKey } from '../../shared/mail/names.ts'
import { waitingFor } from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { QueryWord } from './matching.ts'
import { beginsNearly, compactCode, queryWords, TYPO_FROM } from './matching.ts'
import type { PeopleIndex } from './people-index.ts'
import * as queries from './queries.ts'

type Range = FoundPerson['matched'][number]

/** A person as lists show it, or null when there is none of that number. */
export function personRow(db: ReadableDb, no: number, today: string): PersonRow | null {
  const row = queries.shown(db, no)
  return row && rowOf(db, row, today)
}

function rowOf(db: ReadableDb, row: queries.Shown, today: string): PersonRow {
  const away = queries.absenceOn(db, row.no, today)
  return {
    id: row.id, name: row.name, department: row.department, mailStop: row.mailStop, location: row.ownLocation || row.stopLocation || null, active: row.active === 1, leftOn: row.leftOn,
    away: away !== null, awayUntil: away?.until ?? null, deputy: away?.deputy ? queries.nameOf(db, away.deputy) : null, waiting: waitingFor(db, row.id),
  }
}

interface Part { from: number; to: number; key: string }

/** The words of a shown text with their places in it. */
function parts(text: string): Part[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}'’ʼ`´]+/gu)].map((match) => ({ from: match.index, to: match.index + match[0].length, key: searchKey(match[0]) }))
}

/** How far into `text` its first letters reach that fold to `length` folded letters. */
function reach(text: string, length: number): number {
  let end = 0
  for (const letter of text) {
    if (searchKey(text.slice(0, end)).length >= length) break
    end += letter.length
  }
  // An accent that is a character of its own belongs to the letter before it.
  while (/^\p{M}/u.test(text.slice(end))) end++
  return end
}

function nameMatches(part: Part, word: string): boolean {
  return part.key.startsWith(word) || (word.length >= TYPO_FROM && beginsNearly(part.key, word))
}

const standsFor = (part: Part, word: string): boolean => [...nicknames(part.key)].some((name) => name.startsWith(word))

/** What of `text` the words of the query met. Exact beginnings are marked as far as they were typed, the rest as whole words. */
function ranges(field: Range['field'], text: string, words: readonly QueryWord[]): Range[] {
  const found: Range[] = []
  const known = parts(text)
  for (const word of words) {
    const part = known.find(({ key }) => key.startsWith(word.text)) ?? known.find((other) => nameMatches(other, word.text)) ?? (field === 'name' ? known.find((other) => standsFor(other, word.text)) : undefined)
    if (part) found.push({ field, from: part.from, to: part.key.startsWith(word.text) ? part.from + reach(text.slice(part.from, part.to), word.text.length) : part.to })
    else if (word.code && compactCode(text).startsWith(word.text)) found.push({ field, from: 0, to: reach(text, word.text.length) })
  }
  const starts = new Map(found.toSorted((a, b) => a.to - b.to).map((range) => [range.from, range]))
  return [...starts.values()].sort((a, b) => a.from - b.from)
}

/** What tells every person of `group`, people of one name, from the others: the first thing that differs. */
function distinguish(group: readonly queries.Shown[]): Map<number, string> {
  const said = new Map<number, string>()
  const facts: Array<(row: queries.Shown) => string> = [
    (row) => row.department ?? '', (row) => (row.mailStop ? `mail stop ${row.mailStop}` : ''), (row) => row.ownLocation || row.stopLocation || '', (row) => row.email,
    (row) => (row.employeeId ? `employee ${row.employeeId}` : ''), (row) => row.phone, (row) => (row.active === 1 ? '' : row.leftOn ? `left ${row.leftOn}` : 'left'),
  ]
  const nothing = ['no department', 'no mail stop', 'no location', 'no e-mail', 'no employee ID', 'no telephone', 'has not left']
  for (const row of group) {
    const own = facts.findIndex((fact) => fact(row) !== '' && group.every((other) => other === row || fact(other) !== fact(row)))
    const lack = own >= 0 ? -1 : facts.findIndex((fact) => group.every((other) => other === row || fact(other) !== fact(row)))
    const together = facts.map((fact) => fact(row)).filter((fact) => fact !== '').join(', ')
    const alone = group.every((other) => other === row || facts.map((fact) => fact(other)).filter((fact) => fact !== '').join(', ') !== together)
    if (own >= 0) said.set(row.no, facts[own]?.(row) ?? '')
    else if (lack >= 0) said.set(row.no, nothing[lack] ?? '')
    else if (alone) said.set(row.no, together)
    else said.set(row.no, `${together === '' ? '' : `${together}, `}${group.indexOf(row) + 1} of ${group.length}`)
  }
  return said
}

/**
 * Finds people for somebody in a hurry. Order: how well they were met (name, short form, department or mail stop, slip), then
 * the caller's likely people in the caller's order, then who has not left, then by family name.
 *
 * @param likely numbers of people the caller thinks of; an empty text answers exactly these
 */
export function search(db: ReadableDb, index: PeopleIndex, input: { text: string; likely: readonly number[]; limit: number }, today: string): { rows: FoundPerson[]; more: boolean } {
  const likely = new Set(input.likely)
  const text = input.text.trim()
  let words = queryWords(text)
  let found = text === '' ? { nos: [...likely].slice(0, input.limit), more: false } : find(index, words, likely, input.limit)
  if (text !== '' && found.nos.length === 0) {
    for (const joined of joinings(words)) {
      const again = find(index, joined, likely, input.limit)
      if (again.nos.length === 0) continue
      found = again
      words = joined
      break
    }
  }
  const exact = text === '' ? [] : [...queries.peopleByCode(db, text), ...(text.includes('@') ? queries.withEmail(db, index.mayHaveEmail(text), text).map((person) => person.no) : [])]
  const nos = [...new Set([...exact, ...found.nos])]
  const rows = nos.slice(0, input.limit).flatMap((no) => queries.shown(db, no) ?? [])
  const sameName = Map.groupBy(rows, (row) => searchKey(row.name) || row.name)
  const said = new Map([...sameName.values()].filter((group) => group.length > 1).flatMap((group) => [...distinguish(group.toSorted((a, b) => a.no - b.no))]))
  return { rows: rows.map((row) => ({ ...rowOf(db, row, today), ...why(row, words), distinguishing: said.get(row.no) ?? null })), more: found.more || nos.length > input.limit }
}

function find(index: PeopleIndex, words: readonly QueryWord[], likely: ReadonlySet<number>, limit: number): { nos: number[]; more: boolean } {
  const { hits, more } = index.find(words, likely, limit)
  return { nos: hits.map((hit) => hit.no), more }
}

/** The query with two neighbouring words written as one: "o brien", "mc donald", "van dyke". */
function joinings(words: readonly QueryWord[]): QueryWord[][] {
  return words.slice(0, -1).map((word, i) => [...words.slice(0, i), { text: word.text + (words[i + 1]?.text ?? ''), code: word.code || (words[i + 1]?.code ?? false) }, ...words.slice(i + 2)])
}

function why(row: queries.Shown, words: readonly QueryWord[]): Pick<FoundPerson, 'matched' | 'alias'> {
  const matched = [...ranges('name', row.name, words), ...(row.department ? ranges('department', row.department, words) : []), ...(row.mailStop ? ranges('mailStop', row.mailStop, words) : [])]
  const aliases = row.aliases === '[]' ? [] : (JSON.parse(row.aliases) as string[])
  for (const alias of aliases) {
    const own = ranges('alias', alias, words)
    // Said only where it explains something: a word of the query that the shown name does not begin with.
    if (own.length > 0 && words.some((word) => parts(alias).some(({ key }) => key.startsWith(word.text)) && !parts(row.name).some(({ key }) => key.startsWith(word.text)))) return { matched: [...matched, ...own], alias }
  }
  return { matched, alias: null }
}
