import { useEffect, type ReactNode } from 'react'
import { Loading } from '../ui/parts.tsx'
import { connection } from './station.ts'
import { createStore, useStore } from './store.ts'

/** A part of the page whose code comes after the first screen. */
export interface Part {
  /** Draws it once it is here, and asks for it where that has not been done. */
  Shown: () => ReactNode
  /** Asks for it; settles when it is here, or when it could not be fetched and nobody can help that now. */
  load: () => Promise<void>
}

/** Every part that was asked for in vain: a station that comes back is asked again. */
const missed = new Set<Part>()
connection.state.subscribe(() => {
  if (connection.state.get() !== 'open') return
  for (const part of missed) void part.load()
})

/** Makes a part of the page. Once its code is here it is drawn at once, with or without a station. */
export function createPart(fetch: () => Promise<() => ReactNode>): Part {
  const here = createStore<{ Component: () => ReactNode } | null>(null)
  let coming: Promise<void> | null = null
  async function get(): Promise<void> {
    try {
      here.set({ Component: await fetch() })
      missed.delete(part)
    } catch {
      missed.add(part)
      coming = null
    }
  }
  const part: Part = {
    load: () => (coming ??= get()),
    Shown: function Shown(): ReactNode {
      const found = useStore(here)
      useEffect(() => { void part.load() }, [])
      return found ? <found.Component /> : <Loading />
    },
  }
  return part
}

/** Fetches parts in an idle moment, so that all of the page is here long before a station may be gone. */
export async function fetchParts(parts: readonly Part[]): Promise<void> {
  await new Promise((resolve) => { requestIdleCallback(resolve, { timeout: 1000 }) })
  await Promise.all(parts.map(async (part) => { await part.load() }))
  // Whoever waits for all of the page, as tests do, hears of it.
  document.documentElement.dataset['parts'] = 'here'
}
