import type { Action, State } from '../../../src/shared/mail/custody.ts'
import { STATES } from '../../../src/shared/mail/custody.ts'

/**
 * What may happen in which state, written down a second time and by hand, as the mailroom would say it; the table in the source has to
 * agree with it cell by cell. The columns are the states in order: received stored held on-run handed-over at-mail-stop refused
 * forwarded returned-to-sender lost disposed voided. S = stored (or received without a location).
 */
export const EXPECTED: Record<Action, string> = {
  move: 'S S h . . . f . . . . .',
  hold: 'h h . . . . . . . . . .',
  release: '. . S . . . S . . . . .',
  'scan-out': 'o o . . . . . . . . . .',
  'hand-over': 'H H . H . . . . . . . .',
  leave: 'M M . M . . . . . . . .',
  'bring-back': '. . . S S S . S S . . .',
  refuse: 'f f f f . . . . . . . .',
  forward: 'w w w . . . w . . . . .',
  return: 'r r r . . . r . . . . .',
  lose: 'l l l l . l l . . . . .',
  find: '. . . . . . . . . S . .',
  dispose: 'd d d . . . d . . . . .',
}
const LETTERS: Record<string, State> = { S: 'stored', h: 'held', o: 'on-run', H: 'handed-over', M: 'at-mail-stop', f: 'refused', w: 'forwarded', r: 'returned-to-sender', l: 'lost', d: 'disposed' }

/** Where an action leads from a state, by that table; `stored` stands for received too, where there is no location. Null when it may not happen. */
export function expected(action: Action, state: string): State | null {
  const letter = EXPECTED[action].split(' ')[(STATES as readonly string[]).indexOf(state)]
  return LETTERS[letter ?? '.'] ?? null
}
