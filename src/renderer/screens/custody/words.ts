import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import type { Pile, WaitingGroup } from '../../../shared/contract/custody.ts'
import type { Candidate } from '../intake/candidates.ts'
import { newId } from '../../../shared/ids.ts'
import { createStore } from '../../app/store.ts'
import { count } from '../../ui/words.ts'

/** Whose mail the counter shows: how the station is asked for it, and the name above it. */
export interface Chosen { pile: Pile; name: string; /** Ticked at once: the piece by whose scan they were found. */ tick: string | null }

/** The pile of somebody chosen in a recipient field: a person, a department, or a name the directory does not have. */
export function chosenBy(candidate: Candidate): Chosen {
  const { person, department } = candidate.recipient
  if (person) return { pile: { person }, name: candidate.name, tick: null }
  return candidate.recipient.name ? { pile: { name: candidate.recipient.name }, name: candidate.name, tick: null } : { pile: { department: department ?? '' }, name: department ?? '', tick: null }
}

/** The pile a piece belongs to; null while nobody was named. */
export function chosenOf(piece: PieceRow): Chosen | null {
  const { recipient } = piece
  if (!recipient) return null
  if (recipient.person) return { pile: { person: recipient.person }, name: recipient.name, tick: piece.id }
  return recipient.name ? { pile: { name: recipient.name }, name: recipient.name, tick: piece.id } : { pile: { department: recipient.department }, name: recipient.department, tick: piece.id }
}

/** The pile of a line of what waits. */
export function chosenGroup(group: WaitingGroup, by: 'recipient' | 'department'): Chosen {
  if (by === 'department') return { pile: { department: group.key }, name: group.name, tick: null }
  return { pile: group.person ? { person: group.person } : { name: group.key }, name: group.name, tick: null }
}

const DAY = 86_400_000

/** How long something waits: "today", "1 day", "12 days". `look` from the fourth day on. */
export function age(at: number, now: number): { text: string; look: boolean } {
  const days = Math.floor((now - at) / DAY)
  return days <= 0 ? { text: 'today', look: false } : { text: count(days, t('common.day2')), look: days >= 4 }
}

/** The location whose pieces the locations screen shows; other screens set it before they open it. */
export const shownLocation = createStore<string | null>(null)

/** The id under which something is asked of the station: asked again with the same one, it happens once. */
export function freshId(): string {
  return newId(Date.now())
}
