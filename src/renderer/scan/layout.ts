import { identify } from '../../shared/mail/identify.ts'

/** What a keyboard scanner sent for one label, without prefix and suffix, in the two ways that its keys can be read. */
export interface Burst {
  /** What the keys mean on this computer's keyboard, whatever Caps Lock says. */
  typed: string
  /** What the same keys mean on an English (US) keyboard, which scanners type on unless they were told otherwise. */
  placed: string
  /** Caps Lock was on. */
  caps: boolean
  /** A key with Shift was among them. */
  shifted: boolean
  /** When the last key went down, by the clock of the keys, and how long it took from the first, milliseconds. */
  time: number
  took: number
}

/** The keys of an English (US) keyboard by the names browsers give their places: alone, and with Shift. */
const PLACES: Record<string, string> = {
  Backquote: '`~', Digit1: '1!', Digit2: '2@', Digit3: '3#', Digit4: '4$', Digit5: '5%', Digit6: '6^', Digit7: '7&', Digit8: '8*', Digit9: '9(', Digit0: '0)', Minus: '-_', Equal: '=+',
  BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|', Semicolon: ';:', Quote: '\'"', Comma: ',<', Period: '.>', Slash: '/?', Space: '  ',
}

/** Stands for a key whose own sign nobody saw because it waits for the next one. */
export const GAP_CHARACTER = '\ufffd'

/** What a key means on an English (US) keyboard, by its place; null for keys without a character of their own there. */
export function usCharacter(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined) return shift ? letter : letter.toLowerCase()
  return PLACES[code]?.[shift ? 1 : 0] ?? null
}

/** A character as it would be without Caps Lock: Shift alone decides how large a letter is. */
export function typedUnderCaps(char: string, shift: boolean): string {
  return shift ? char.toUpperCase() : char.toLowerCase()
}

/** How a scanner's keys are read: by what fits better, as this computer's keyboard says, or by their places on a US keyboard. */
export type Layout = 'auto' | 'typed' | 'us'

/** How likely a text is what stands on a label, 0 to 2: a number that fits its check digit most, signs that no label has least. */
function likeness(text: string): number {
  const [first] = identify(text).candidates
  const known = first === undefined ? 0 : first.confidence * { valid: 1, none: 0.5, invalid: 0.1 }[first.checkDigit]
  const usual = text.replaceAll(/[^0-9A-Za-z\u001c-\u001f -]/g, '').length / Math.max(1, text.length)
  return known + usual
}

/**
 * The text of a burst, and which of its two readings it is where they differ. A scanner presses keys by their places on a US
 * keyboard; a computer with a French or German one makes other letters of them (AZERTY: "1" becomes "&"; QWERTZ: Y and Z change
 * places). Where nothing tells the readings apart, `before` decides: which one the scanner of this workstation last proved to mean.
 */
export function readBurst({ typed, placed, caps, shifted }: Pick<Burst, 'typed' | 'placed' | 'caps' | 'shifted'>, layout: Layout, before: 'typed' | 'us' = 'typed'): { text: string; proved: 'typed' | 'us' | null } {
  // A scanner that makes up for Caps Lock itself sends no Shift then; labels bear capitals.
  const cased = (text: string): string => (caps && !shifted ? text.toUpperCase() : text)
  const answer = (which: 'typed' | 'us', proved: 'typed' | 'us' | null): ReturnType<typeof readBurst> => ({ text: cased(which === 'us' ? placed : typed), proved })
  if (typed.toUpperCase() === placed.toUpperCase()) return answer('typed', null)
  if (layout !== 'auto') return answer(layout, null)
  const [asTyped, asPlaced] = [likeness(typed), likeness(placed)]
  if (Math.abs(asTyped - asPlaced) < 0.05) return answer(before, null)
  return asTyped > asPlaced ? answer('typed', 'typed') : answer('us', 'us')
}
