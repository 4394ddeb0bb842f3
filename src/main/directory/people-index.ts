import { searchKey } from '../../shared/mail/names.ts'
import { caselessHash, folded, orderOf, pair, sortKey } from './keys.ts'
import type { QueryWord } from './matching.ts'
import { beginsNearly, compactCode, namesBehind, placeIn, RANK, rawWords, TYPO_FROM } from './matching.ts'

/** What the index keeps of a person. Departments and mail stops are their numbers, 0 for none. */
export interface Indexed { no: number; given: string; family: string; name: string; email: string; employeeId: string; aliases: readonly string[]; department: number; mailStop: number; active: boolean }
export type PlaceKind = 'department' | 'mailStop'

export interface Hit { no: number; worst: number }

/**
 * The directory as the search and the lists read it, in memory: every distinct word once, with the people who bear it.
 *
 * A search table in SQL would find prefixes too, but a slip needs candidates that are compared again one by one, and every table
 * more is written by an import. The distinct words (some ten thousand for 100,000 people) are compared directly here.
 *
 * A person who changes gets a new slot and the old one is passed over, so that nothing is ever moved.
 */
export interface PeopleIndex {
  /** Adds a person, or puts what is known now in the place of what was known before. */
  put(person: Indexed): void
  remove(no: number): void
  setPlace(kind: PlaceKind, no: number, texts: readonly string[]): void
  /** People whom every word meets, best first, at most `limit`; and whether there are more. */
  find(words: readonly QueryWord[], likely: ReadonlySet<number>, limit: number): { hits: Hit[]; more: boolean }
  /** People by family name whom `keep` lets through, after the person `after`; and how many there are in all. */
  page(keep: Keep, after: number | null, limit: number): { people: number[]; total: number; more: boolean }
  /** People who may bear this name: they have its rarest word. Compare before relying on it. */
  bearing(name: string): number[]
  /** People who may have this e-mail address: it has the same hash. Compare before relying on it. */
  mayHaveEmail(email: string): readonly number[]
  /** False when nobody has this employee ID for certain: a list of new people is then not looked up row by row. */
  mayHaveEmployeeId(employeeId: string): boolean
  /** Active people of every department or mail stop. */
  countBy(kind: PlaceKind): Map<number, number>
  /** Every person who has not left. */
  activePeople(): number[]
  /** People in it, and slots that are passed over. */
  readonly size: number
  readonly passedOver: number
}

export type Keep = (no: number, department: number, mailStop: number, active: boolean) => boolean

interface Word { text: string; /** {@link orderOf} its text */ order: number; /** slot * 4 + kind, each at most once */ entries: number[] }
interface Place { words: string[]; slots: number[] }

const GIVEN = 0
const FAMILY = 1
const ALIAS = 2
/** New words and people that are put in order together: enough for a merge to be rare, few enough for it to take some milliseconds. */
const BATCH = 2_048
/** From here on a short form that is not typed out counts: "ma" alone would bring every Amanda. */
const NICKNAME_FROM = 3
/** The place in the order takes the low part of a score. */
const MOST_SLOTS = 2 ** 24

/** `old` with the sorted `fresh` put in at their places: a search for each, and one copy of the whole. */
function merged(old: Int32Array, fresh: readonly number[], compare: (a: number, b: number) => number): Int32Array {
  const all = new Int32Array(old.length + fresh.length)
  let from = 0
  for (const [i, item] of fresh.entries()) {
    const to = placeIn(old, from, (other) => compare(other, item) <= 0)
    all.set(old.subarray(from, to), from + i)
    all[to + i] = item
    from = to
  }
  all.set(old.subarray(from), from + fresh.length)
  return all
}

const byText = (a: Word, b: Word): number => a.order - b.order || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)

/** What is kept of every slot, one array a fact: a search reads tens of thousands of them. */
interface Columns { no: Int32Array; department: Int32Array; mailStop: Int32Array; active: Uint8Array; alive: Uint8Array; order: Float64Array; rank: Int32Array; met: Int32Array; worst: Uint8Array; sum: Uint8Array; found: Int32Array }

function columns(size: number, old?: Columns): Columns {
  const made: Columns = {
    no: new Int32Array(size), department: new Int32Array(size), mailStop: new Int32Array(size), active: new Uint8Array(size), alive: new Uint8Array(size), order: new Float64Array(size), rank: new Int32Array(size),
    met: new Int32Array(size), worst: new Uint8Array(size), sum: new Uint8Array(size), found: new Int32Array(size),
  }
  if (old) for (const name of ['no', 'department', 'mailStop', 'active', 'alive', 'order', 'rank', 'met'] as const) made[name].set(old[name])
  return made
}

export function createPeopleIndex(): PeopleIndex {
  let at = columns(1_024)
  let count = 0
  const keys: string[] = []
  const slotOf = new Map<number, number>()
  const emails = new Map<number, number | number[]>()
  const employeeIds = new Set<number>()
  const words = new Map<string, Word>()
  let sorted: Word[] = []
  // Of every word in `sorted`, its second and third letter in one number, and its third and fourth: a slip in one of the first
  // letters leaves these as they are, and comparing numbers that lie side by side takes a hundredth of looking at the words.
  let letters: readonly [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)]
  let freshWords: Word[] = []
  let order: Int32Array = new Int32Array(0)
  let ranked = true
  let anyAlias = false
  let freshSlots: number[] = []
  const places = { department: new Map<number, Place>(), mailStop: new Map<number, Place>() }
  // Which round a slot was last met in: counted up for every word of every query, so that nothing has to be cleared.
  let round = 0

  const bySortKey = (a: number, b: number): number => {
    const first = (at.order[a] as number) - (at.order[b] as number)
    if (first !== 0) return first
    const one = keys[a] ?? ''
    const two = keys[b] ?? ''
    return one < two ? -1 : one > two ? 1 : (at.no[a] ?? 0) - (at.no[b] ?? 0)
  }
  const add = (token: string, slot: number, kind: number): void => {
    let word = words.get(token)
    if (!word) {
      words.set(token, (word = { text: token, order: orderOf(token), entries: [] }))
      freshWords.push(word)
    }
    word.entries.push(slot * 4 + kind)
  }
  const place = (kind: PlaceKind, no: number): Place => {
    let known = places[kind].get(no)
    if (!known) places[kind].set(no, (known = { words: [], slots: [] }))
    return known
  }
  const settleWords = (): void => {
    if (freshWords.length === 0) return
    const all: Word[] = []
    let from = 0
    for (const word of freshWords.sort(byText)) {
      const to = placeIn(sorted, from, (other) => byText(other, word) < 0)
      while (from < to) all.push(sorted[from++] as Word)
      all.push(word)
    }
    while (from < sorted.length) all.push(sorted[from++] as Word)
    sorted = all
    freshWords = []
    letters = [new Int32Array(0), new Int32Array(0)]
  }
  const settleOrder = (): void => {
    if (freshSlots.length === 0) return
    order = merged(order.length > slotOf.size * 2 ? order.filter((slot) => at.alive[slot] === 1) : order, freshSlots.sort(bySortKey), bySortKey)
    freshSlots = []
    ranked = false
  }
  const settle = (): void => {
    settleWords()
    settleOrder()
    if (ranked) return
    for (let i = 0; i < order.length; i++) at.rank[order[i] as number] = i
    ranked = true
  }
  const remove = (no: number): void => {
    const slot = slotOf.get(no)
    if (slot === undefined) return
    at.alive[slot] = 0
    slotOf.delete(no)
  }

  const put = (person: Indexed): void => {
    remove(person.no)
    if (count === at.no.length) at = columns(count * 2, at)
    const slot = count++
    at.no[slot] = person.no
    at.department[slot] = person.department
    at.mailStop[slot] = person.mailStop
    at.active[slot] = person.active ? 1 : 0
    at.alive[slot] = 1
    const key = sortKey(person)
    keys.push(key)
    at.order[slot] = orderOf(key)
    slotOf.set(person.no, slot)
    const seen: string[] = []
    const addAll = (name: string, kind: number): void => {
      for (const token of folded(name).tokens) {
        if (seen.includes(token)) continue
        seen.push(token)
        add(token, slot, kind)
      }
    }
    addAll(person.family, FAMILY)
    addAll(person.given, GIVEN)
    if (person.name !== `${person.given} ${person.family}`) addAll(person.name, GIVEN)
    for (const alias of person.aliases) {
      addAll(alias, ALIAS)
      anyAlias = true
    }
    if (person.department !== 0) place('department', person.department).slots.push(slot)
    if (person.mailStop !== 0) place('mailStop', person.mailStop).slots.push(slot)
    if (person.email !== '') {
      const hash = caselessHash(person.email)
      const before = emails.get(hash)
      if (before === undefined) emails.set(hash, person.no)
      else if (typeof before === 'number') {
        if (before !== person.no) emails.set(hash, [before, person.no])
      } else if (!before.includes(person.no)) before.push(person.no)
    }
    if (person.employeeId !== '') employeeIds.add(caselessHash(person.employeeId))
    freshSlots.push(slot)
    if (freshWords.length >= BATCH) settleWords()
    if (freshSlots.length >= BATCH) settleOrder()
  }

  /** The words that begin with `text` but for one slip. */
  const near = (text: string): Set<Word> => {
    if (letters[0].length !== sorted.length) letters = [Int32Array.from(sorted, (word) => pair(word.text, 1)), Int32Array.from(sorted, (word) => pair(word.text, 2))]
    const found = new Set<Word>()
    const range = (prefix: string, take: (i: number) => void): void => {
      const first = placeIn(sorted, 0, (other) => other.text < prefix)
      const last = placeIn(sorted, first, (other) => other.text.startsWith(prefix))
      for (let i = first; i < last; i++) take(i)
    }
    const compare = (i: number): void => {
      const word = sorted[i] as Word
      if (beginsNearly(word.text, text)) found.add(word)
    }
    for (const at of [0, 1] as const) {
      // A letter too many, or two swapped: then the rest is typed as it stands.
      range(text.slice(0, at) + text.slice(at + 1), compare)
      range(text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2), compare)
      // A wrong letter, or one left out: then the letters behind it are.
      const known = letters[at]
      const wrong = pair(text, at + 1)
      const leftOut = pair(text, at)
      range(text.slice(0, at), (i) => {
        if (known[i] === wrong || known[i] === leftOut) compare(i)
      })
    }
    range(text.slice(0, 2), compare)
    return found
  }

  /** Marks everybody whom `word` meets and, unless `before` is 0, the word of that round met too; answers how many stand in `found`. */
  const meet = (word: QueryWord, before: number, now: number, forgiving: boolean): number => {
    const { met, worst, sum, found, alive } = at
    let length = 0
    const take = (slot: number, rank: number, whole: boolean): void => {
      if (met[slot] === now || alive[slot] === 0 || (before !== 0 && met[slot] !== before)) return
      if (before === 0) worst[slot] = sum[slot] = 0
      met[slot] = now
      if ((worst[slot] as number) < rank) worst[slot] = rank
      sum[slot] = (sum[slot] as number) + rank * 2 + (whole ? 0 : 1)
      found[length++] = slot
    }
    const { text } = word
    const first = placeIn(sorted, 0, (other) => other.text < text)
    const last = placeIn(sorted, first, (other) => other.text.startsWith(text))
    // A name that is typed out stands first in its range, so that whoever bears it is not counted by a longer one.
    for (let i = first; i < last; i++) {
      const known = sorted[i] as Word
      const whole = known.text.length === text.length
      for (const entry of known.entries) if ((entry & 3) !== ALIAS) take(entry >> 2, RANK.name, whole)
    }
    for (let i = anyAlias ? first : last; i < last; i++) {
      const known = sorted[i] as Word
      for (const entry of known.entries) if ((entry & 3) === ALIAS) take(entry >> 2, RANK.nickname, known.text.length === text.length)
    }
    for (const [name, whole] of namesBehind(text)) {
      if (!whole && text.length < NICKNAME_FROM) continue
      for (const entry of words.get(name)?.entries ?? []) if ((entry & 3) === GIVEN) take(entry >> 2, RANK.nickname, whole)
    }
    const nearPlaces: Place[] = []
    const forgives = forgiving && !word.code && text.length >= TYPO_FROM
    for (const kind of [places.department, places.mailStop]) {
      for (const known of kind.values()) {
        if (known.words.some((part) => part.startsWith(text))) for (const slot of known.slots) take(slot, RANK.place, known.words.includes(text))
        else if (forgives && known.words.some((part) => beginsNearly(part, text))) nearPlaces.push(known)
      }
    }
    if (!forgives) return length
    for (const known of near(text)) for (const entry of known.entries) take(entry >> 2, RANK.typo, known.text.length === text.length)
    for (const known of nearPlaces) for (const slot of known.slots) take(slot, RANK.typo, false)
    return length
  }

  const meetAll = (query: readonly QueryWord[], forgiving: boolean): number => {
    if (round > 0x7fffff00) {
      at.met.fill(0)
      round = 0
    }
    let before = 0
    let length = 0
    for (const word of query) {
      length = meet(word, before, ++round, forgiving)
      if (length === 0) return 0
      before = round
    }
    return length
  }

  /** The best of the first `length` slots in `found`: how they were met, then the caller's hints, then who has not left, then by name. */
  const best = (length: number, likely: ReadonlySet<number>, limit: number): Hit[] => {
    const hints = new Map([...likely].map((no, i) => [no, i]))
    const top: Array<{ slot: number; score: number }> = []
    let bound = Infinity
    for (let i = 0; i < length; i++) {
      const slot = at.found[i] as number
      const hint = hints.size === 0 ? 255 : (hints.get(at.no[slot] as number) ?? 255)
      const score = ((((at.worst[slot] as number) * 256 + hint) * 2 + 1 - (at.active[slot] as number)) * 64 + (at.sum[slot] as number)) * MOST_SLOTS + (at.rank[slot] as number)
      if (score >= bound) continue
      let to = top.length
      while (to > 0 && (top[to - 1]?.score ?? 0) > score) to--
      top.splice(to, 0, { slot, score })
      if (top.length > limit) top.pop()
      if (top.length === limit) bound = top[limit - 1]?.score ?? Infinity
    }
    return top.map(({ slot }) => ({ no: at.no[slot] as number, worst: at.worst[slot] as number }))
  }

  return {
    put,
    remove,
    setPlace: (kind, no, texts) => {
      place(kind, no).words = [...new Set(texts.flatMap((text) => {
        const key = searchKey(text)
        return [...(key === '' ? rawWords(text) : key.split(' ')), ...(/\p{N}/u.test(text) ? [compactCode(text)] : [])]
      }))]
    },
    find: (query, likely, limit) => {
      if (query.length === 0) return { hits: [], more: false }
      settle()
      let length = meetAll(query, false)
      // Whoever is met only with a slip stands behind everybody else, so slips matter only when there is room for them.
      if (length < limit && query.some((word) => !word.code && word.text.length >= TYPO_FROM)) length = meetAll(query, true)
      return { hits: best(length, likely, limit), more: length > limit }
    },
    page: (keep, after, limit) => {
      settleOrder()
      const people: number[] = []
      let total = 0
      let past = after === null
      let more = false
      for (const slot of order) {
        if (at.alive[slot] === 0) continue
        const no = at.no[slot] as number
        if (keep(no, at.department[slot] as number, at.mailStop[slot] as number, at.active[slot] === 1)) {
          total++
          if (past && people.length < limit) people.push(no)
          else if (past) more = true
        }
        if (no === after) past = true
      }
      return { people, total, more }
    },
    bearing: (name) => {
      const lists = folded(name).tokens.map((token) => words.get(token)?.entries ?? [])
      const shortest = lists.toSorted((a, b) => a.length - b.length)[0] ?? []
      return [...new Set(shortest.flatMap((entry) => (at.alive[entry >> 2] === 1 && (entry & 3) !== ALIAS ? [at.no[entry >> 2] as number] : [])))]
    },
    mayHaveEmail: (email) => {
      const known = emails.get(caselessHash(email))
      return known === undefined ? [] : typeof known === 'number' ? [known] : known
    },
    mayHaveEmployeeId: (employeeId) => employeeIds.has(caselessHash(employeeId)),
    countBy: (kind) => {
      const counts = new Map<number, number>()
      for (let slot = 0; slot < count; slot++) {
        const no = at[kind][slot] as number
        if (no !== 0 && at.active[slot] === 1 && at.alive[slot] === 1) counts.set(no, (counts.get(no) ?? 0) + 1)
      }
      return counts
    },
    activePeople: () => {
      const people: number[] = []
      for (let slot = 0; slot < count; slot++) if (at.active[slot] === 1 && at.alive[slot] === 1) people.push(at.no[slot] as number)
      return people
    },
    get size() { return slotOf.size },
    get passedOver() { return count - slotOf.size },
  }
}
