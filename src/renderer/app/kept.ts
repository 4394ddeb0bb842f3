import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react'
import { createStore, type Store } from './store.ts'
import { uploadOf } from './upload.ts'

const PREFIX = 'pigeonhole.kept.'
/** Where state outlives a reload of the page, such as after a crash of its process; it ends with the window. */
const storage = typeof sessionStorage === 'undefined' ? null : sessionStorage

/** Whose typing this is: everybody's is kept apart. */
let whose = ''
const nameOf = (key: string): string => `${PREFIX}${whose}.${key}`

function read<T>(key: string, initial: T): T {
  try {
    const kept = storage?.getItem(nameOf(key)) ?? null
    return kept === null ? initial : (JSON.parse(kept) as T)
  } catch {
    return initial
  }
}

/** Puts away what outlives the page. Where the browser has no room for it, `least` says what there must be room for, such as the names of files. */
function write(key: string, value: unknown, least?: () => unknown): void {
  try {
    storage?.setItem(nameOf(key), JSON.stringify(value))
  } catch {
    // Too large for what the browser keeps, such as a photo: it lives as long as the page does.
    storage?.removeItem(nameOf(key))
    if (least) write(key, least())
  }
}

const kept = new Map<string, unknown>()
/** Read what is kept once it is known whose. */
const loads: Array<() => void> = []

/** What is shown of what is kept, by its key. */
const showing = new Map<string, Set<(value: unknown) => void>>()

/** Sets what a screen has in its {@link useKept}, now or when it is shown next; for one that sends a person there. */
export function keep<T>(key: string, value: T): void {
  kept.set(key, value)
  write(key, value)
  for (const show of showing.get(key) ?? []) show(value)
}

/** State that is still there when the screen is shown again, and after a reload of the page: leaving a screen never loses typing. Gone when the window is closed. */
export function useKept<T>(key: string, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : read(key, initial)))
  useEffect(() => {
    kept.set(key, value)
    write(key, value)
  }, [key, value])
  useEffect(() => {
    const show = (next: unknown): void => { setValue(next as T) }
    const all = showing.get(key) ?? new Set()
    showing.set(key, all.add(show))
    return () => void all.delete(show)
  }, [key])
  return [value, setValue]
}

/** What a store keeps when it cannot keep everything. */
interface Sparing<T> {
  /** What of it outlives the page where the browser has no room for more. */
  least?: (value: T) => unknown
  /** Makes one of what was kept and of what came in before it was known whose page this is; what came in counts if left out. */
  join?: (was: T, now: T) => T
}

/**
 * A store whose value is still there after a reload of the page.
 *
 * @param mend makes of what was kept what it should begin with
 * @param brief what of it outlives the page, where that is not all of it
 */
export function createKeptStore<T, Kept = T>(key: string, initial: T, mend: (was: T | Kept) => T = (was) => was as T, brief: (value: T) => unknown = (value) => value, { least, join }: Sparing<T> = {}): Store<T> {
  const first = mend(initial)
  const store = createStore<T>(first)
  const put = (): void => { write(key, brief(store.get()), least && (() => least(store.get()))) }
  store.subscribe(put)
  const load = (): void => {
    const was = (): T => mend(read<T | Kept>(key, initial))
    // What came in before it was known whose page this is has not been kept anywhere yet.
    if (Object.is(store.get(), first)) store.set(was())
    else if (join) store.set(join(was(), store.get()))
    else put()
  }
  // The code of a screen may come when it is known already whose.
  if (whose === '') loads.push(load)
  else load()
  return store
}

/** What was shown on this page once begins anew when it is shown again, also in place of itself, as a form does whose record was saved. */
const begun = new Set<string>()

/**
 * State that is still there after a reload of the page and gone once the part of the screen that it belongs to is closed: what is typed
 * into a dialog, what is ticked and signed at the counter.
 *
 * @param key names the field and the record that it is about; never for a PIN or a password
 * @param brief what of it outlives the page, where it may be too large
 * @param least what of it outlives the page where the browser has no room for more
 */
export function useHeld<T>(key: string, initial: T | (() => T), brief: (value: T) => unknown = (value) => value, least?: (value: T) => unknown): [T, Dispatch<SetStateAction<T>>] {
  const [first] = useState(initial)
  const [value, setValue] = useState<T>(() => (begun.has(key) ? first : read(key, first)))
  const latest = useRef({ brief, least })
  useEffect(() => { latest.current = { brief, least } })
  useEffect(() => {
    begun.add(key)
    return () => storage?.removeItem(nameOf(key))
  }, [key])
  useEffect(() => {
    // What nobody has touched is not held: it may be another's by then.
    if (Object.is(value, first)) storage?.removeItem(nameOf(key))
    else write(key, latest.current.brief(value), latest.current.least && (() => latest.current.least?.(value)))
  }, [key, value, first])
  return [value, setValue]
}

const OPEN = 'open.'

/**
 * Which dialog or form a screen has open. It opens again by itself after a crash of the page, with what {@link useHeld} has of it, and
 * only then: not after a reload on purpose, and not for somebody who had to sign in first.
 *
 * @param key names the screen, and the record where the screen has several
 */
export function useOpen<T>(key: string, nothing: T): [T, Dispatch<SetStateAction<T>>] {
  return useHeld<T>(OPEN + key, nothing)
}

/** A store of which dialog is open, for one that several places open: it opens again as with {@link useOpen}. */
export function createOpenStore<T, Kept = T>(key: string, nothing: T, mend?: (was: T | Kept) => T, brief?: (value: T) => unknown, sparing?: Sparing<T>): Store<T> {
  return createKeptStore<T, Kept>(OPEN + key, nothing, mend, brief, sparing)
}

/** The content of a file that outlives the page, in characters of base64: about 1.5 MB. What a browser keeps for a page is little. */
export const LARGEST_HELD = 2_000_000

/** A file that was chosen and is not sent yet. */
export interface ChosenFile {
  name: string
  /** Its bytes in base64, null until they have been read. */
  content: string | null
  upload: () => Promise<{ name: string; content: string }>
}

/**
 * Holds a file that was chosen until it is sent. Answers it, how another one is chosen, and, after a crash, the name of one that was too
 * large to be kept: the screen says with `ChooseAgain` that it has to be chosen again.
 */
export function useHeldFile(key: string): [file: ChosenFile | null, choose: (file: File | null) => void, lost: string] {
  const [held, setHeld] = useHeld<{ name: string; content: string | null; file?: File } | null>(key, null, (now) => now && { name: now.name, content: (now.content ?? '').length > LARGEST_HELD ? null : now.content }, (now) => now && { name: now.name, content: null })
  const choose = (file: File | null): void => {
    setHeld(file && { name: file.name, content: null, file })
    if (file) void uploadOf(file).then(({ content }) => { setHeld((now) => (now?.file === file ? { ...now, content } : now)) })
  }
  if (!held) return [null, choose, '']
  const { name, content, file } = held
  if (content === null && !file) return [null, choose, name]
  return [{ name, content, upload: async () => (content === null && file ? await uploadOf(file) : { name, content: content ?? '' }) }, choose, '']
}

/** Who is signed in on the page that is shown: gone when it is left on purpose or locked, and still there after a crash. */
const HERE = 'pigeonhole.here'
const crashedOn = storage?.getItem(HERE) ?? null
storage?.removeItem(HERE)

const namesFrom = (start: string): string[] => Object.keys(storage ?? {}).filter((name) => name.startsWith(start))

/**
 * Says who works here, before their screens are shown. On a page that has just been loaded they find what they typed themselves, and dialogs
 * open again only for who was at work when it crashed. On a page that was only locked, the next person goes on with what stands on it.
 */
export function keptFor(user: string): void {
  const before = whose
  // What was typed while nobody was signed in, as into the first run, is nobody's any more.
  if (before === '') for (const name of namesFrom(nameOf(''))) storage?.removeItem(name)
  whose = user
  if (before === '') {
    if (crashedOn !== user) for (const name of namesFrom(nameOf(OPEN))) storage?.removeItem(name)
    for (const load of loads) load()
  } else if (before !== user) {
    for (const name of namesFrom(nameOf(''))) storage?.removeItem(name)
    for (const name of namesFrom(`${PREFIX}${before}.`)) {
      const value = storage?.getItem(name) ?? ''
      storage?.removeItem(name)
      storage?.setItem(nameOf(name.slice(`${PREFIX}${before}.`.length)), value)
    }
  }
  storage?.setItem(HERE, user)
}

/** Nobody works here any more, or the page is left on purpose: what is open now does not open by itself again. */
export function keptForNobody(): void {
  storage?.removeItem(HERE)
}
if (typeof window !== 'undefined') window.addEventListener('pagehide', keptForNobody)

const STATION = 'pigeonhole.station'

/** True when what is kept belongs to another store than the one that answers now; it is forgotten, and the page has to begin anew. */
export function keptOfAnother(device: string): boolean {
  const was = storage?.getItem(STATION) ?? null
  storage?.setItem(STATION, device)
  if (was === null || was === device) return false
  for (const name of namesFrom(PREFIX)) storage?.removeItem(name)
  kept.clear()
  return true
}
