/** The way of scans from devices of the station to the page that is in use. */
import type { Arrival, Scan } from '../../shared/contract/scanning.ts'

export interface Arrivals {
  /** A scan goes to the page in use; it is kept until some page says that it is taken. */
  scan(scan: Scan): void
  /** Tells the page in use that a code was lost. */
  cut(device: string, words: string): void
  /** What comes to a page until `signal` aborts. `signedIn` is asked for each scan. */
  follow(page: string, signedIn: () => boolean, signal?: AbortSignal): AsyncGenerator<Arrival>
  use(page: string): void
  taken(id: string): void
  close(): void
}

interface Page { name: string; queue: Arrival[]; wake: (() => void) | null; used: number; signedIn: () => boolean }

/** Without any page this many scans are kept; nobody scans more into nothing. */
const MOST_KEPT = 1_000

export function createArrivals(): Arrivals {
  const pages = new Set<Page>()
  /** Scans that no page has taken yet, oldest first, and the page that was given each. */
  let kept: Array<{ scan: Scan; page: Page | null }> = []
  let uses = 0
  let closed = false

  const current = (): Page | undefined => [...pages].toSorted((a, b) => b.used - a.used)[0]
  const tell = (page: Page, arrival: Arrival): void => {
    page.queue.push(arrival)
    page.wake?.()
  }
  const tellPlaces = (): void => {
    const now = current()
    for (const page of pages) tell(page, { kind: 'place', current: page === now })
  }

  function hand(): void {
    const page = current()
    if (!page) return
    for (const one of kept.filter(({ page }) => page === null)) {
      if (page.signedIn()) {
        one.page = page
        tell(page, { kind: 'scan', scan: one.scan })
      } else {
        kept = kept.filter((other) => other !== one)
        tell(page, { kind: 'locked', device: one.scan.device ?? '' })
      }
    }
  }

  return {
    scan(scan) {
      if (kept.length >= MOST_KEPT) kept.shift()
      kept.push({ scan, page: null })
      hand()
    },
    cut(device, words) {
      const page = current()
      if (page) tell(page, { kind: 'cut', device, words })
    },
    async *follow(name, signedIn, signal) {
      const page: Page = { name, queue: [], wake: null, used: pages.size === 0 ? ++uses : 0, signedIn }
      pages.add(page)
      const wake = (): void => page.wake?.()
      signal?.addEventListener('abort', wake)
      tell(page, { kind: 'place', current: page === current() })
      hand()
      try {
        while (!closed && !signal?.aborted) {
          const next = page.queue.shift()
          if (next) yield next
          else {
            await new Promise<void>((resolve) => (page.wake = resolve))
            page.wake = null
          }
        }
      } finally {
        signal?.removeEventListener('abort', wake)
        pages.delete(page)
        for (const one of kept) if (one.page === page) one.page = null
        tellPlaces()
        hand()
      }
    },
    use(name) {
      const page = [...pages].findLast((page) => page.name === name)
      if (!page || page === current()) return
      page.used = ++uses
      tellPlaces()
    },
    taken: (id) => { kept = kept.filter(({ scan }) => scan.id !== id) },
    close: () => {
      closed = true
      for (const page of pages) page.wake?.()
    },
  }
}
