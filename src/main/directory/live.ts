import type { Store } from '../store/store.ts'
import { createPace } from './pace.ts'
import type { Indexed, PeopleIndex } from './people-index.ts'
import { createPeopleIndex } from './people-index.ts'
import * as queries from './queries.ts'

/** The index of one store's people, made when it is first asked for and kept true to every commit. */
export interface LiveIndex {
  /** The index, once everybody is in it. */
  ready(): Promise<PeopleIndex>
  /** To be called after a commit that added or changed these people. */
  changed(people: readonly Indexed[]): void
  removed(nos: readonly number[]): void
  /** To be called after a commit that added or changed departments or mail stops. */
  placesChanged(): void
}

/** Rows read at once while the index is made: a fraction of a millisecond. */
const CHUNK = 200
/** Passed-over slots beyond which the index is made anew. */
const SLACK = 5_000

const indexes = new WeakMap<Store, LiveIndex>()

/** The index of this store's people. */
export function liveIndex(store: Store): LiveIndex {
  let known = indexes.get(store)
  if (!known) indexes.set(store, (known = create(store)))
  return known
}

function create(store: Store): LiveIndex {
  let index: PeopleIndex | null = null
  let making: PeopleIndex | null = null
  let made: Promise<PeopleIndex> | null = null

  const fillPlaces = (into: PeopleIndex): void => {
    for (const { no, name, code } of queries.departments(store.db)) into.setPlace('department', no, [name, code])
    for (const { no, code, building } of queries.mailStops(store.db)) into.setPlace('mailStop', no, [code, building])
  }

  const make = async (): Promise<PeopleIndex> => {
    const next = createPeopleIndex()
    making = next
    try {
      const pace = createPace()
      fillPlaces(next)
      for (let after = 0; ; ) {
        const people = queries.peopleAfter(store.db, after, CHUNK)
        for (const person of people) next.put(person)
        const last = people.at(-1)
        if (!last) break
        after = last.no
        await pace()
      }
      index = next
      return next
    } finally {
      making = null
      made = null
    }
  }

  const both = (): PeopleIndex[] => [index, making].filter((known) => known !== null)
  const tidy = (): void => {
    // While it is made anew, the old one answers.
    if (index && !made && index.passedOver > index.size + SLACK) (made = make()).catch(() => {})
  }
  return {
    ready: () => (index ? Promise.resolve(index) : (made ??= make())),
    changed: (people) => {
      for (const known of both()) for (const person of people) known.put(person)
      tidy()
    },
    removed: (nos) => {
      for (const known of both()) for (const no of nos) known.remove(no)
    },
    placesChanged: () => both().forEach(fillPlaces),
  }
}
