/** Counts wrong tries for each person and says how long the next one has to wait. */
export interface Tries {
  /** Milliseconds until the next try is looked at; 0 when it may come now. */
  wait(person: string): number
  /** Notes a wrong try; answers how many there were in a row. */
  wrong(person: string): number
  right(person: string): void
  /** Runs tries of one person one after the other. */
  inTurn<T>(person: string, attempt: () => Promise<T>): Promise<T>
}

const FREE = 3
const FIRST_PAUSE = 2_000
const LONGEST_PAUSE = 15 * 60_000

/** The pause after the n-th wrong try in a row: none for the first two, then 2 s doubling up to a quarter of an hour. */
export function pauseAfter(tries: number): number {
  return tries < FREE ? 0 : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - FREE))
}

/**
 * @param before wrong tries in a row that the log has of a person, and when the last of them was: a restart takes no pause away
 */
export function createTries(now: () => number, before: (person: string) => { count: number; at: number } | null = () => null): Tries {
  const counted = new Map<string, { count: number; until: number }>()
  const of = (person: string): { count: number; until: number } => {
    const found = counted.get(person)
    if (found) return found
    const earlier = before(person)
    const known = earlier ? { count: earlier.count, until: earlier.at + pauseAfter(earlier.count) } : { count: 0, until: 0 }
    counted.set(person, known)
    return known
  }
  const last = new Map<string, Promise<unknown>>()
  return {
    wait: (person) => Math.max(0, of(person).until - now()),
    wrong: (person) => {
      const count = of(person).count + 1
      counted.set(person, { count, until: now() + pauseAfter(count) })
      return count
    },
    right: (person) => void counted.set(person, { count: 0, until: 0 }),
    inTurn: (person, attempt) => {
      const mine = (last.get(person) ?? Promise.resolve()).then(attempt, attempt)
      const settled = mine.then(() => undefined, () => undefined)
      last.set(person, settled)
      void settled.then(() => { if (last.get(person) === settled) last.delete(person) })
      return mine
    },
  }
}
