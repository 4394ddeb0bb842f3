import { randomBytes } from 'node:crypto'
import type { SignedIn } from '../call.ts'

/** Who is signed in, by the token each page holds. Lives in memory only: closing Pigeonhole signs everybody out. */
export interface Sessions {
  open(person: SignedIn): string
  /** The person behind a token, or null when it was closed or never given. */
  find(token: string): SignedIn | null
  close(token: string): void
  /** Closes every session of a person, after a new PIN or a new role. */
  closeAllOf(personId: string): void
}

export function createSessions(): Sessions {
  const open = new Map<string, SignedIn>()
  return {
    open: (person) => {
      const token = randomBytes(24).toString('base64url')
      open.set(token, person)
      return token
    },
    find: (token) => open.get(token) ?? null,
    close: (token) => void open.delete(token),
    closeAllOf: (personId) => {
      for (const [token, person] of open) if (person.id === personId) open.delete(token)
    },
  }
}
