import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWedge, WEDGE, type WedgeEvent, type WedgeOptions } from '../../../src/renderer/scan/wedge.ts'

/** A text field, as much of it as typing needs: what is in it is what it was before the next key. */
interface Field { value: string }
interface Timed { at: number; event: WedgeEvent<Field> }

/** Feeds keys in the order of their times to a wedge and to a field that has the focus. */
function play(keys: Timed[], options?: WedgeOptions): { scans: string[]; wrong: number; field: string } {
  const wedge = createWedge<Field>(options)
  const scans: string[] = []
  let field = ''
  let wrong = 0
  const act = (event: WedgeEvent<Field>): void => {
    const actions = wedge.feed(event.kind === 'down' ? { ...event, field: { value: field } } : event)
    for (const action of actions) {
      if (action.do === 'scan') scans.push(action.scan.typed)
      else if (action.do === 'wrong') wrong++
      else if (action.do === 'type') field += action.text
      else if (action.do === 'restore') field = action.field.value + action.keep
    }
    const swallowed = actions.some((action) => action.do === 'swallow')
    if (event.kind === 'down' && !swallowed && event.key.length === 1 && event.ctrl !== true) field += event.key
  }
  for (const { event } of keys.toSorted((a, b) => a.at - b.at)) act(event)
  act({ kind: 'quiet' })
  return { scans, wrong, field }
}

const press = (key: string, at: number, hold: number | null, more: Partial<Extract<WedgeEvent<Field>, { kind: 'down' }>> = {}): Timed[] => {
  const code = `Key${key.toUpperCase()}`
  const down: Timed = { at, event: { kind: 'down', key, code, time: at, field: null, ...more } }
  return hold === null ? [down] : [down, { at: at + hold, event: { kind: 'up', code, time: at + hold } }]
}

/** What a scanner sends for one label: returns the keys and when the next scan may start. */
function burst(text: string, at: number, beat: number, hold: number | null, end: string | null = 'Enter'): { keys: Timed[]; last: number } {
  const all = [...text.split(''), ...(end === null ? [] : [end])]
  return { keys: all.flatMap((key, i) => press(key, at + i * beat, hold)), last: at + (all.length - 1) * beat }
}

// A person's key that is also in the number is a case of its own: the keyboard then reports it as repeating.
const number = fc.stringMatching(/^[0-9B-DF-HJ-NP-TV-Z]{6,34}$/)
const letter = fc.constantFrom('a', 'e', 'i', 'o', 'u')

test('1,000 scans with 5 ms between keys and 20 ms between scans arrive in order while a person types between them', () => {
  fc.assert(fc.property(fc.array(fc.record({ number, letter: fc.option(letter), after: fc.integer({ min: 1, max: 19 }), hold: fc.integer({ min: 30, max: 140 }) }), { minLength: 1000, maxLength: 1000 }), (labels) => {
    const keys: Timed[] = []
    let at = 0
    let typed = ''
    const free = new Map<string, number>()
    for (const label of labels) {
      const sent = burst(label.number, at, 5, 2)
      keys.push(...sent.keys)
      const pressed = sent.last + label.after
      // Nobody presses a key that is still down.
      if (label.letter && (free.get(label.letter) ?? 0) < pressed) {
        keys.push(...press(label.letter, pressed, label.hold))
        free.set(label.letter, pressed + label.hold)
        typed += label.letter
      }
      at = sent.last + 20
    }
    const seen = play(keys)
    expect(seen).toEqual({ scans: labels.map((label) => label.number), wrong: 0, field: typed })
  }), { numRuns: 5 })
})

test('a scanner is recognised at every beat up to 35 ms, and a person at every slower one', () => {
  fc.assert(fc.property(number, fc.integer({ min: 1, max: 100 }), fc.boolean(), (text, beat, ups) => {
    const { keys } = burst(text, 1000, beat, ups ? Math.max(1, Math.floor(beat / 2)) : null)
    const seen = play(keys)
    expect(seen).toEqual(beat <= 35 ? { scans: [text], wrong: 0, field: '' } : { scans: [], wrong: 0, field: text })
  }))
})

test('what a person types is never lost, at any speed a hand has', () => {
  fc.assert(fc.property(fc.array(fc.record({ letter, gap: fc.integer({ min: 1, max: 100 }), hold: fc.integer({ min: 20, max: 120 }) }), { maxLength: 5 }), (strokes) => {
    let at = 0
    const keys = strokes.flatMap((stroke) => press(stroke.letter, (at += stroke.gap), stroke.hold))
    expect(play(keys)).toEqual({ scans: [], wrong: 0, field: strokes.map((stroke) => stroke.letter).join('') })
  }))
})

test('a key pressed inside a burst gives no number, says so once, and the next scan is whole again', () => {
  fc.assert(fc.property(number, number, letter, fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.integer({ min: 30, max: 140 }), fc.integer({ min: 3, max: 30 }), fc.nat(), (first, second, key, part, hold, beat, where) => {
    const sent = burst(first, 0, beat, 1)
    const next = burst(second, sent.last + 300, beat, 1)
    const at = (where % first.length) * beat + beat * part
    const seen = play([...sent.keys, ...press(key, at, hold), ...next.keys])
    expect(seen).toEqual({ scans: [second], wrong: 1, field: key })
  }))
})

test('what the first keys left in the field is gone before the scan has ended, and the end has nothing more to change', () => {
  const wedge = createWedge<Field>()
  const restored: { key: number; field: Field; keep: string }[] = []
  let field = 'seen before '
  const downs = burst('94001000000000', 0, 5, null).keys
  for (const [key, { event }] of downs.entries()) {
    const actions = wedge.feed(event.kind === 'down' ? { ...event, field: { value: field } } : event)
    for (const action of actions) {
      if (action.do !== 'restore') continue
      restored.push({ key, field: action.field, keep: action.keep })
      field = action.field.value + action.keep
    }
    if (event.kind === 'down' && event.key.length === 1 && !actions.some((action) => action.do === 'swallow')) field += event.key
  }
  const before = { field: { value: 'seen before ' }, keep: '' }
  expect(restored).toEqual([{ key: WEDGE.least - 1, ...before }, { key: downs.length - 1, ...before }])
})

test('keys that went to two fields are left where they are until the scan has ended', () => {
  const wedge = createWedge<Field>(WEDGE, () => false)
  const done = burst('94001000', 0, 5, null).keys.map(({ event }) => wedge.feed(event.kind === 'down' ? { ...event, field: { value: '' } } : event).map((action) => action.do))
  expect(done).toEqual([[], [], ...Array.from({ length: 6 }, () => ['swallow']), ['restore', 'scan', 'swallow']])
})

test('keys that turn out to be no scan are all typed again, those that had been taken back with them', () => {
  // The suffix does not come.
  const seen = play(burst('94001000', 0, 5, 2).keys, { ...WEDGE, suffix: '#' })
  expect(seen).toEqual({ scans: [], wrong: 0, field: '94001000' })
})

test('with no word of keys let go, a beat split in two still gives no number', () => {
  const sent = burst('9400100000000000000000', 0, 5, null)
  expect(play([...sent.keys, ...press('x', 42, null)])).toMatchObject({ scans: [], wrong: 1 })
  expect(play([...sent.keys, ...press('x', 107, null)])).toMatchObject({ scans: [], wrong: 1 })
})

test('with no word of keys let go, a key before an even burst stays with the person', () => {
  const sent = burst('9400100000000000000000', 10, 5, null)
  expect(play([...press('x', 0, null), ...sent.keys])).toEqual({ scans: ['9400100000000000000000'], wrong: 0, field: 'x' })
})

test('a scanner that presses the next key before it lets go of the last one is still a scanner', () => {
  const { keys } = burst('1Z999AA10123456784', 0, 8, 11)
  expect(play(keys)).toEqual({ scans: ['1Z999AA10123456784'], wrong: 0, field: '' })
})

test('silence ends a scan that has no terminator, and Tab ends one too', () => {
  expect(play(burst('123456789012', 0, 5, 2, null).keys).scans).toEqual(['123456789012'])
  expect(play(burst('123456789012', 0, 5, 2, 'Tab').keys).scans).toEqual(['123456789012'])
})

test('a page that was too busy to hear the keys in time still hears the whole number', () => {
  fc.assert(fc.property(number, fc.integer({ min: -1, max: 4 }), letter, (text, pause, key) => {
    const sent = burst(text, 20, 5, 2)
    const quiet: Timed = { at: 20 + pause * 5 + 3, event: { kind: 'quiet' } }
    expect(play([...press(key, 10, 60), ...sent.keys, quiet])).toEqual({ scans: [text], wrong: 0, field: key })
  }))
})

test('a number that silence cut short is called wrong when the rest of it comes', () => {
  const sent = burst('9400100000000000', 0, 5, 2)
  const quiet: Timed = { at: 48, event: { kind: 'quiet' } }
  expect(play([...sent.keys, quiet])).toEqual({ scans: ['9400100000'], wrong: 1, field: '' })
})

test('a terminator that comes after silence has ended the scan does not reach the page', () => {
  const wedge = createWedge<Field>()
  for (const { event } of burst('94001000', 0, 5, 2, null).keys.toSorted((a, b) => a.at - b.at)) wedge.feed(event)
  expect(wedge.feed({ kind: 'quiet' })).toEqual([{ do: 'scan', scan: { typed: '94001000', placed: '94001000', caps: false, shifted: false, time: 35, took: 35 } }])
  expect(wedge.feed({ kind: 'down', key: 'Enter', code: 'Enter', time: 60, field: null })).toEqual([{ do: 'swallow' }])
  expect(wedge.feed({ kind: 'down', key: 'Enter', code: 'Enter', time: 900, field: null })).toEqual([])
})

test('a burst may hesitate once it is certain, as a busy computer does', () => {
  const keys = [...burst('94001000', 0, 5, 2, null).keys, ...burst('00000000', 95, 5, 2).keys]
  expect(play(keys)).toEqual({ scans: ['9400100000000000'], wrong: 0, field: '' })
})

test('keys that no scanner sends spoil a burst: arrows, shortcuts, a key that repeats', () => {
  const sent = burst('9400100000000000', 0, 5, 2)
  for (const key of [press('ArrowLeft', 41, 60), press('a', 41, 60, { ctrl: true }), press('x', 41, 60, { repeat: true }), press('Backspace', 12, 60)]) {
    expect(play([...sent.keys, ...key])).toMatchObject({ scans: [], wrong: 1, field: '' })
  }
})

test('a finger on a key that the number also has gives no number', () => {
  const sent = burst('9400100000000000', 10, 5, 2)
  for (const at of [16, 31, 61]) expect(play([...sent.keys, ...press('1', at, null, { repeat: true })])).toMatchObject({ scans: [], wrong: 1 })
})

test('a held key repeats into the field as often as the system says', () => {
  const keys = Array.from({ length: 20 }, (_, i) => press('x', i * 30, null, i === 0 ? {} : { repeat: true })).flat()
  expect(play(keys)).toEqual({ scans: [], wrong: 0, field: 'x'.repeat(20) })
})

test('prefix and suffix of the scanner are taken off, and typing without the prefix is no scan', () => {
  const options = { ...WEDGE, prefix: '~', suffix: '#' }
  expect(play([...press('x', 0, 60), ...burst('~9400100000#', 10, 5, 2).keys], options)).toEqual({ scans: ['9400100000'], wrong: 0, field: 'x' })
  expect(play(burst('9400100000', 0, 5, 2).keys, options)).toEqual({ scans: [], wrong: 0, field: '9400100000' })
})

test('Control and ] inside a burst is the separator of GS1', () => {
  const keys = [...burst('420123', 0, 5, 2, null).keys, ...press(']', 30, 2, { ctrl: true }), ...burst('9400100', 35, 5, 2).keys]
  expect(play(keys)).toEqual({ scans: ['420123\u001d9400100'], wrong: 0, field: '' })
})
