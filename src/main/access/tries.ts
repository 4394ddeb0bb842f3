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

export function createTries(now: () => number): Tries {
  const known = new Map<string, { count: number; until: number }>()
  const last = new Map<string, Promise<unknown>>()
  return {
    wait: (person) => Math.max(0, (known.get(person)?.until ?? 0) - now()),
    wrong: (person) => {
      const count = (known.get(person)?.count ?? 0) + 1
      known.set(person, { count, until: now() + pauseAfter(count) })
      return count
    },
    right: (person) => void known.delete(person),
    inTurn: (person, attempt) => {
      const mine = (last.get(person) ?? Promise.resolve()).then(attempt, attempt)
      const settled = mine.then(() => undefined, () => undefined)
      last.set(person, settled)
      void settled.then(() => { if (last.get(person) === settled) last.delete(person) })
      return mine
    },
  }
}
