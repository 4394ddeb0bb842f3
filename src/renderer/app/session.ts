import type { Person, Session } from '../../shared/contract/access.ts'
import { mayCall, type Needs } from '../../shared/contract/roles.ts'
import { keptFor, keptForNobody } from './kept.ts'
import { createStore, useStore } from './store.ts'

/** Who is signed in here, and since when. */
export interface SignedIn { user: Person; token: string; /** UTC milliseconds. */ since: number }

const KEY = 'pigeonhole.session'

/** Who is signed in on this page; null when it is locked or nobody has signed in yet. */
export const session = createStore<SignedIn | null>(null)

/** What a reload of the page has to know to go on: kept for this tab only, and gone when it is locked. */
export function keptSession(): { token: string; since: number } | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('token' in kept) || !('since' in kept)) return null
    return typeof kept.token === 'string' && typeof kept.since === 'number' ? { token: kept.token, since: kept.since } : null
  } catch {
    return null
  }
}

/** Takes what the station answered to a sign-in. The same person coming back goes on with the session they had. */
export function signedIn(answer: Session, since: number): void {
  sessionStorage.setItem(KEY, JSON.stringify({ token: answer.token, since }))
  keptFor(answer.user.id)
  session.set({ user: answer.user, token: answer.token, since })
}

export function signedOut(): void {
  sessionStorage.removeItem(KEY)
  keptForNobody()
  session.set(null)
}

/** Who is signed in, or null. */
export function useSession(): SignedIn | null {
  return useStore(session)
}

/** True when the person who is signed in may use what `needs` names. */
export function useMay(needs: Needs): boolean {
  return mayCall(useSession()?.user.role ?? null, needs)
}
