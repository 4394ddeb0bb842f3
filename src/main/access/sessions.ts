import { randomBytes } from 'node:crypto'
import type { SignedIn } from '../call.ts'

/** Who is signed in, by the token each page holds. Lives in memory only: closing Pigeonhole signs everybody out. */
export interface Sessions {
  open(person: SignedIn): string
  /** The person behind a token, or null when it was closed, never given, or not used for longer than the office allows. */
  find(token: string): SignedIn | null
  /** A person did something on the page that holds this token. */
  touch(token: string): void
  close(token: string): void
  /** Closes every session of a person, after a new PIN or a new role. */
  closeAllOf(personId: string): void
}

/** How much longer than the page the station waits, in milliseconds: the page covers itself first, and tells of its use only now and then. */
const GRACE = 60_000

/** @param idleMs how long a session may lie unused, milliseconds; 0 for ever */
export function createSessions({ now, idleMs }: { now: () => number; idleMs: () => number }): Sessions {
  const open = new Map<string, { person: SignedIn; used: number }>()
  return {
    open: (person) => {
      const token = randomBytes(24).toString('base64url')
      open.set(token, { person, used: now() })
      return token
    },
    find: (token) => {
      const known = open.get(token)
      if (!known) return null
      const longest = idleMs()
      if (longest === 0 || now() - known.used <= longest + GRACE) return known.person
      open.delete(token)
      return null
    },
    touch: (token) => {
      const known = open.get(token)
      if (known) known.used = now()
    },
    close: (token) => void open.delete(token),
    closeAllOf: (personId) => {
      for (const [token, { person }] of open) if (person.id === personId) open.delete(token)
    },
  }
}
