import { useEffect, useState } from 'react'
import { createStore, type Store } from './store.ts'

const PREFIX = 'pigeonhole.kept.'
/** Where state outlives a reload of the page, such as after a crash of its process; it ends with the window. */
const storage = typeof sessionStorage === 'undefined' ? null : sessionStorage

function read<T>(key: string, initial: T): T {
  try {
    const kept = storage?.getItem(PREFIX + key) ?? null
    return kept === null ? initial : (JSON.parse(kept) as T)
  } catch {
    return initial
  }
}

function write(key: string, value: unknown): void {
  try {
    storage?.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Too large for what the browser keeps, such as a photo: it lives as long as the page does.
    storage?.removeItem(PREFIX + key)
  }
}

const kept = new Map<string, unknown>()

/** Sets what a screen will find in its {@link useKept} when it is shown next; for one that sends a person there. */
export function keep<T>(key: string, value: T): void {
  kept.set(key, value)
  write(key, value)
}

/** State that is still there when the screen is shown again, and after a reload of the page: leaving a screen never loses typing. Gone when the window is closed. */
export function useKept<T>(key: string, initial: T): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : read(key, initial)))
  useEffect(() => {
    kept.set(key, value)
    write(key, value)
  }, [key, value])
  return [value, setValue]
}

/** A store whose value is still there after a reload of the page; `mend` makes of what was kept what it should begin with. */
export function createKeptStore<T>(key: string, initial: T, mend: (was: T) => T = (was) => was): Store<T> {
  const store = createStore<T>(mend(read(key, initial)))
  store.subscribe(() => { write(key, store.get()) })
  return store
}

/**
 * State that is still there after a reload of the page and gone once the part of the screen that it belongs to is closed: what is typed
 * into a dialog, what is ticked and signed at the counter.
 *
 * @param key names the field and the record that it is about; never for a PIN or a password
 */
export function useHeld<T>(key: string, initial: T | (() => T)): [T, (next: T) => void] {
  const [first] = useState(initial)
  const held = useKept<T>(key, first)
  useEffect(() => () => {
    kept.delete(key)
    storage?.removeItem(PREFIX + key)
  }, [key])
  return held
}

const STATION = 'pigeonhole.station'

/** True when what is kept belongs to another store than the one that answers now; it is forgotten, and the page has to begin anew. */
export function keptOfAnother(device: string): boolean {
  const was = storage?.getItem(STATION) ?? null
  storage?.setItem(STATION, device)
  if (was === null || was === device) return false
  for (const key of Object.keys(storage ?? {})) if (key.startsWith(PREFIX)) storage?.removeItem(key)
  kept.clear()
  return true
}
