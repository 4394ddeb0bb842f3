/** When somebody is told about mail that waits, and which pieces go into one message. */
import { openDaysBetween, type Calendar } from './calendar.ts'

/** A piece that nobody was told of yet. */
export interface Untold { readonly piece: string; readonly person: string; /** Since when it stands there for this person, UTC milliseconds. */ readonly since: number }
export interface Digest { readonly person: string; readonly pieces: readonly string[] }

/** A message waits for pieces that still come in, but no longer than so many windows after the first one. */
export const LONGEST_WINDOWS = 4

/**
 * The messages that are due: at most one for a person, with every piece that has stood there for a whole window. It goes out when
 * nothing has come in for that person for one window, and {@link LONGEST_WINDOWS} windows after the first piece at the latest.
 *
 * @param window milliseconds
 */
export function digests(untold: readonly Untold[], now: number, window: number): Digest[] {
  const due: Digest[] = []
  for (const [person, pieces] of Map.groupBy(untold, (one) => one.person)) {
    const settled = pieces.filter((one) => now - one.since >= window)
    const first = Math.min(...pieces.map((one) => one.since))
    if (settled.length > 0 && (settled.length === pieces.length || now - first >= window * LONGEST_WINDOWS)) due.push({ person, pieces: settled.map((one) => one.piece) })
  }
  return due
}

export interface WaitingRules {
  /** Working days after which the recipient is reminded, and again after as many; 0 for never. */
  readonly remindAfter: number
  /** How many reminders a piece gets. */
  readonly reminders: number
  /** Working days after which the department's contact hears of it, once; 0 for never. */
  readonly escalateAfter: number
}

/** What was done about a waiting piece so far. */
export interface Waiting { /** The office's day on which it began to wait. */ readonly day: string; readonly reminded: number; readonly escalated: boolean }

/** What is due today about a waiting piece. An escalation takes the place of a reminder that falls on the same day. */
export function dueOn(today: string, waiting: Waiting, rules: WaitingRules, calendar: Calendar): 'remind' | 'escalate' | null {
  const days = openDaysBetween(waiting.day, today, calendar)
  if (rules.escalateAfter > 0 && !waiting.escalated && days >= rules.escalateAfter) return 'escalate'
  if (rules.remindAfter > 0 && waiting.reminded < rules.reminders && days >= rules.remindAfter * (waiting.reminded + 1)) return 'remind'
  return null
}
