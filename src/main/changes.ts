import type { ChangeNotice } from '../shared/contract/office.ts'
import type { Store } from './store/store.ts'

/** Tells every open screen what has changed. */
export interface Changes {
  /** Notices from now on, until `signal` aborts. Notices that come faster than they are taken are put together. */
  subscribe(signal?: AbortSignal): AsyncGenerator<ChangeNotice>
  /** Tells of a change that is no event, such as the progress of a print job. */
  tell(topics: readonly string[]): void
  close(): void
}

interface Subscriber { topics: Set<string>; pieces: Set<string>; wake: (() => void) | null; /** Notices it has been given. */ count: number }

/** How many pieces a notice names; beyond that a screen asks again for everything it shows. */
const MOST_PIECES = 100

export function createChanges(store: Store): Changes {
  const subscribers = new Set<Subscriber>()
  let closed = false
  const spread = (topics: Iterable<string>, pieces: Iterable<string>): void => {
    for (const subscriber of subscribers) {
      for (const topic of topics) subscriber.topics.add(topic)
      for (const piece of pieces) subscriber.pieces.add(piece)
      subscriber.wake?.()
    }
  }
  const stop = store.onChange((change) => spread([...change.topics], [...change.pieces]))
  return {
    async *subscribe(signal) {
      const subscriber: Subscriber = { topics: new Set(), pieces: new Set(), wake: null, count: 0 }
      subscribers.add(subscriber)
      const wake = (): void => subscriber.wake?.()
      signal?.addEventListener('abort', wake)
      try {
        // The first notice says that the subscription stands, so that a screen knows from when on it misses nothing.
        yield { count: 0, topics: [], pieces: [] }
        while (!closed && !signal?.aborted) {
          if (subscriber.topics.size === 0) {
            await new Promise<void>((resolve) => (subscriber.wake = resolve))
            subscriber.wake = null
            continue
          }
          const notice = { count: ++subscriber.count, topics: [...subscriber.topics], pieces: subscriber.pieces.size > MOST_PIECES ? [] : [...subscriber.pieces] }
          subscriber.topics.clear()
          subscriber.pieces.clear()
          yield notice
        }
      } finally {
        signal?.removeEventListener('abort', wake)
        subscribers.delete(subscriber)
      }
    },
    tell: (topics) => spread(topics, []),
    close: () => {
      closed = true
      stop()
      for (const subscriber of subscribers) subscriber.wake?.()
    },
  }
}
