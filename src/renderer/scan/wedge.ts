import { GAP_CHARACTER, typedUnderCaps, usCharacter, type Burst } from './layout.ts'

/** A key that went down. `field` is how the field with the focus looked just before it, in whatever form the page keeps that. */
export interface KeyDown<Field> {
  kind: 'down'
  key: string
  /** Which key of the keyboard it was; pairs a key's way down with its way up. */
  code: string
  /** Milliseconds by any clock that does not go back. */
  time: number
  field: Field | null
  ctrl?: boolean
  alt?: boolean
  meta?: boolean
  shift?: boolean
  /** Caps Lock was on. */
  caps?: boolean
  /** The system repeats a key that is held down: never a scanner. */
  repeat?: boolean
}
export interface KeyUp { kind: 'up'; code: string; time: number }
/** Nothing more has reached the page for a while. Keys may still be on their way to a busy page: their own times decide. */
export interface Quiet { kind: 'quiet' }
export type WedgeEvent<Field> = KeyDown<Field> | KeyUp | Quiet

export type WedgeAction<Field> =
  /** The key that was just fed in belongs to a scanner: it must not reach the page. */
  | { do: 'swallow' }
  /** Characters that were held back are a person's after all: type them into the field with the focus. */
  | { do: 'type'; text: string }
  /** Put the field back as it was before the scan, then type what a person typed meanwhile. Comes while the scanner still types, and once more at its end. */
  | { do: 'restore'; field: Field; keep: string }
  | { do: 'scan'; scan: Burst }
  /** A person's key fell into the burst, so nobody can tell the number any more. */
  | { do: 'wrong'; time: number }

export interface WedgeOptions {
  /** Longest time between two keys of a scanner, milliseconds. */
  gap: number
  /** How long a burst that is certainly a scanner's may hesitate, milliseconds: computers do, now and then. */
  hesitation: number
  /** Fewest characters that make a scan. */
  least: number
  /** Keys that end a scan. */
  terminators: readonly string[]
  /** What the scanner was set up to send before and after each number; removed from the text. */
  prefix: string
  suffix: string
}

export const WEDGE: WedgeOptions = { gap: 35, hesitation: 70, least: 6, terminators: ['Enter', 'Tab'], prefix: '', suffix: '' }

/** How many keys of a fast run still reach the page, before it is plain that they come too fast for a person. */
const LET_THROUGH = 2

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'Dead', 'Process', 'Unidentified'])
/** What a keyboard scanner presses with Ctrl for the separators of GS1 and of two-dimensional codes: by the key's place, which holds on every layout, and by its sign. */
const CONTROL_PLACE: Record<string, string> = { BracketRight: '\u001d', Backslash: '\u001c', Digit6: '\u001e', Minus: '\u001f' }
const CONTROL: Record<string, string> = { ']': '\u001d', '\\': '\u001c', '^': '\u001e', '6': '\u001e', '_': '\u001f', '-': '\u001f' }

interface Stroke<Field> {
  char: string
  /** The same key as {@link Burst} reads it. */
  typed: string
  placed: string
  caps: boolean
  shift: boolean
  code: string
  down: number
  up: number | null
  field: Field | null
  /** Held back: the page never saw it. */
  held: boolean
  /** How many other keys went down while this one was held. */
  overlapped: number
}

export interface Wedge<Field> {
  feed: (event: WedgeEvent<Field>) => WedgeAction<Field>[]
  /** `idle`: nothing waits for silence. `maybe`: a few fast keys are held back. `burst`: certainly a scanner. */
  mood: () => 'idle' | 'maybe' | 'burst'
}

/**
 * Tells the keys of a barcode scanner that types like a keyboard from a person's, by how fast they follow each other,
 * and by how long each is held: a scanner lets go of a key before it presses the next ones, a finger does not.
 *
 * Feed it every key; do what it answers, in that order. It holds no clock and no timers, so a test can give it any time.
 * A run of at least `least` characters, none more than `gap` after the one before, is a scan when a terminator or
 * silence ends it. What a person typed just before stays; a person's key inside it makes it `wrong`, never a number.
 *
 * @param sameField whether two keys went to the same field
 */
export function createWedge<Field>(options: WedgeOptions = WEDGE, sameField: (a: Field, b: Field) => boolean = () => true): Wedge<Field> {
  let run: Stroke<Field>[] = []
  let tainted = false
  let last = -Infinity
  /** How the field looked before the run, once what its first keys left there was taken back. */
  let before: Field | null = null
  /** When the last key of a scan went down that silence had ended. */
  let silenced = -Infinity

  const sure = (): boolean => run.length >= options.least

  function finish(time: number): WedgeAction<Field>[] {
    const strokes = run
    const spoiled = tainted
    const taken = before
    run = []
    tainted = false
    before = null
    const person = persons(strokes, time)
    let lead = 0
    while (lead < strokes.length && person[lead]) lead++
    const readings = (from: readonly Stroke<Field>[]): string[] => [from.map((stroke) => stroke.typed).join(''), from.map((stroke) => stroke.placed).join('')]
    if (options.prefix) lead = Math.max(0, ...readings(strokes).map((text) => text.indexOf(options.prefix)))
    const rest = strokes.slice(lead)
    const late = strokes[0] !== undefined && strokes[0].down - silenced <= options.hesitation
    silenced = -Infinity
    // The rest of a scan that was already told without it: the number was cut short.
    if (late) return [...(strokes[0]?.field ? [{ do: 'restore', field: strokes[0].field, keep: '' } as const] : []), { do: 'wrong', time }]
    const fits = rest.length >= Math.max(options.least, options.prefix.length + options.suffix.length + 1)
      && readings(rest).some((text) => text.startsWith(options.prefix) && text.endsWith(options.suffix))
    if (!fits) return giveBack(strokes)
    const inside = rest.filter((_, i) => person[lead + i])
    const keep = [...strokes.slice(0, lead).filter((stroke) => stroke.held), ...inside].map((stroke) => stroke.char).join('')
    const field = taken ?? rest[0]?.field ?? null
    const restore: WedgeAction<Field>[] = field === null ? [] : [{ do: 'restore', field, keep }]
    if (spoiled || inside.length > 0) return [...restore, { do: 'wrong', time }]
    const own = rest.slice(options.prefix.length, rest.length - options.suffix.length)
    const [typed = '', placed = ''] = readings(own)
    const ends = rest.at(-1)?.down ?? time
    return [...restore, { do: 'scan', scan: { typed, placed, caps: own.some((stroke) => stroke.caps), shifted: own.some((stroke) => stroke.shift), time, took: Math.round(ends - (rest[0]?.down ?? ends)) } }]
  }

  /**
   * Takes what the first keys left in the field back as soon as they are certainly a scanner's: it is drawn while the scanner still types, and a
   * scan's end has nothing to draw but its row. They are held back from then on, as the others are.
   */
  function takeBack(): WedgeAction<Field>[] {
    const seen = run.filter((stroke) => !stroke.held)
    const first = seen[0]?.field ?? null
    if (tainted || run.length !== options.least || first === null || seen.some(({ field }) => field === null || !sameField(field, first))) return []
    for (const stroke of seen) stroke.held = true
    before = first
    return [{ do: 'restore', field: first, keep: '' }]
  }

  function giveBack(strokes: Stroke<Field>[]): WedgeAction<Field>[] {
    const text = strokes.filter((stroke) => stroke.held).map((stroke) => stroke.char).join('').replaceAll(GAP_CHARACTER, '')
    return text ? [{ do: 'type', text }] : []
  }

  function quiet(): WedgeAction<Field>[] {
    const strokes = run
    const spoiled = tainted
    const end = sure() ? finish(last) : giveBack(strokes)
    if (end.some((action) => action.do === 'scan' || action.do === 'wrong')) {
      silenced = last
      return end
    }
    // The person sees what was held back, and the run stays open: the next key's time says whether it goes on.
    for (const stroke of strokes) stroke.held = false
    run = strokes
    tainted = spoiled
    return end
  }

  function down(event: KeyDown<Field>): WedgeAction<Field>[] {
    const us = usCharacter(event.code, event.shift === true)
    // In a burst a key that waits for the next one, as accents do, is a sign like any other.
    const dead = event.key === 'Dead' && run.length > 0 && us !== null
    if (MODIFIERS.has(event.key) && !dead) return []
    const actions = run.length > 0 && event.time - last > (sure() ? options.hesitation : options.gap) ? finish(last) : []
    last = event.time
    const combined = event.ctrl === true && event.alt === true ? false : event.ctrl === true || event.alt === true || event.meta === true
    if (options.terminators.includes(event.key) && !combined) {
      if (run.length === 0 && event.time - silenced <= options.hesitation) {
        silenced = -Infinity
        return [...actions, { do: 'swallow' }]
      }
      if (run.length === 0) return actions
      const end = finish(event.time)
      const taken = end.some((action) => action.do === 'scan' || action.do === 'wrong')
      return [...actions, ...end, ...(taken ? [{ do: 'swallow' } as const] : [])]
    }
    // A key held alone. One that repeats in the middle of a burst is on the scanner's keyboard and under a finger at once.
    if (event.repeat === true && run.length <= 1) {
      run = []
      return actions
    }
    const char = event.repeat === true ? undefined : dead ? GAP_CHARACTER : combined ? (event.ctrl === true && run.length > 0 ? (CONTROL_PLACE[event.code] ?? CONTROL[event.key]) : undefined) : event.key.length === 1 ? event.key : undefined
    if (char === undefined) {
      if (run.length === 0) return actions
      tainted = true
      if (sure()) return [...actions, { do: 'swallow' }]
      const back = giveBack(run)
      for (const stroke of run) stroke.held = false
      return [...actions, ...back]
    }
    for (const stroke of run) if (stroke.up === null) stroke.overlapped++
    const held = run.length >= LET_THROUGH || event.time - silenced <= options.hesitation
    const caps = event.caps === true
    const shift = event.shift === true
    run.push({ char, typed: caps && !combined ? typedUnderCaps(char, shift) : char, placed: combined ? char : (us ?? char), caps, shift, code: event.code || event.key.toLowerCase(), down: event.time, up: null, field: event.field, held, overlapped: 0 })
    return held ? [...actions, ...takeBack(), { do: 'swallow' }] : actions
  }

  return {
    feed(event) {
      if (event.kind === 'down') return down(event)
      if (event.kind === 'quiet') return quiet()
      const stroke = run.findLast((stroke) => stroke.code === event.code && stroke.up === null)
      if (stroke) stroke.up = event.time
      return []
    },
    mood: () => (run.some((stroke) => stroke.held) ? (sure() ? 'burst' : 'maybe') : 'idle'),
  }
}

/** Which strokes of a run a person made. `end` is when the terminator went down, or the last stroke when none came. */
function persons<Field>(run: readonly Stroke<Field>[], end: number): boolean[] {
  const released = run.filter((stroke) => stroke.up !== null)
  return released.length * 2 >= run.length ? byHold(run, end) : byRhythm(run, end)
}

/**
 * A scanner lets go of a key before it presses the next, or always at the same point after it; a finger stays on its
 * key while a scanner presses others.
 */
function byHold<Field>(run: readonly Stroke<Field>[], end: number): boolean[] {
  const holds = run.map((stroke) => (stroke.up === null ? Infinity : stroke.up - stroke.down))
  const overlaps = run.map((stroke) => stroke.overlapped + (stroke.up === null && end > stroke.down ? 1 : 0))
  const [hold, overlap] = [median(holds), median(overlaps)]
  // A scanner's key that is overlapped because a finger came down on it is not held longer than its others.
  return run.map((_, i) => (overlaps[i] ?? 0) > overlap && (holds[i] ?? 0) > (overlap === 0 ? 1.3 : 2.5) * hold)
}

/**
 * Some keyboards' drivers do not say when a key is let go. Then only the rhythm is left: a key out of step before an
 * even run was a person's, and so was one that splits a beat in two.
 */
function byRhythm<Field>(run: readonly Stroke<Field>[], end: number): boolean[] {
  const person = run.map(() => false)
  const times = [...run.map((stroke) => stroke.down), end]
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0)).filter((gap, i) => gap > 0 || i < run.length - 1)
  const beat = median(gaps)
  const even = (gap: number): boolean => gap >= 0.6 * beat - 1 && gap <= 1.5 * beat + 1
  if (beat <= 0 || gaps.filter(even).length < gaps.length * 0.75) return person
  let split = false
  for (let i = 0; i + 1 < gaps.length; i++) {
    const [a = 0, b = 0] = [gaps[i], gaps[i + 1]]
    if (Math.min(a, b) >= 0.75 * beat || Math.abs(a + b - beat) > 0.25 * beat) continue
    person[i + 1] = true
    split = true
  }
  if (split) return person
  let first = 0
  for (let i = 0; i < Math.min(4, gaps.length); i++) if (!even(gaps[i] ?? 0)) first = i + 1
  return person.map((_, i) => i < first)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
