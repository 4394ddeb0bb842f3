import { expect, test } from 'vitest'
import { readBurst, usCharacter, type Burst } from '../../../src/renderer/scan/layout.ts'
import { createWedge, WEDGE, type WedgeOptions } from '../../../src/renderer/scan/wedge.ts'
import { identify } from '../../../src/shared/mail/identify.ts'
import { readAim } from '../../../src/shared/scanning/aim.ts'

/** Every key of a US keyboard by the character it makes, with its place and whether Shift is held. */
const PLACES = new Map<string, { code: string; shift: boolean }>()
for (const code of [...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`), ...Array.from('0123456789', (digit) => `Digit${digit}`), 'Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period', 'Slash', 'Backquote', 'Space']) {
  for (const shift of [true, false]) PLACES.set(usCharacter(code, shift) ?? '', { code, shift })
}

/** What the same keys make on other keyboards, as far as it differs. From the layouts of Windows. */
const KEYBOARDS: Record<string, Record<string, string>> = {
  us: {},
  german: { y: 'z', z: 'y', Y: 'Z', Z: 'Y', '-': '\u00df', _: '?', '=': 'Dead', '[': '\u00fc', ']': '+', '{': '\u00dc', '}': '*', ';': '\u00f6', ':': '\u00d6', "'": '\u00e4', '"': '\u00c4', '/': '-', '?': '_', '@': '"', '#': '\u00a7', '^': '&', '&': '/', '*': '(', '(': ')', ')': '=', '+': 'Dead', '`': 'Dead', '~': '\u00b0' },
  french: {
    a: 'q', q: 'a', z: 'w', w: 'z', m: ',', A: 'Q', Q: 'A', Z: 'W', W: 'Z', M: '?', 1: '&', 2: '\u00e9', 3: '"', 4: "'", 5: '(', 6: '-', 7: '\u00e8', 8: '_', 9: '\u00e7', 0: '\u00e0', '!': '1', '@': '2', '#': '3', $: '4', '%': '5', '^': '6', '&': '7', '*': '8', '(': '9', ')': '0',
    '-': ')', _: '\u00b0', '[': 'Dead', ']': '$', '{': 'Dead', '}': '\u00a3', ';': 'm', ':': 'M', "'": '\u00f9', '"': '%', ',': ';', '<': '.', '.': ':', '>': '/', '/': '!', '?': '\u00a7',
  },
}

interface Scanner { keyboard?: string; caps?: boolean; compensates?: boolean; options?: WedgeOptions }

/** A label scanned by a scanner that types as on a US keyboard, into a computer with another one; U+001D goes as Ctrl and the key of "]". */
function scan(label: string, { keyboard = 'us', caps = false, compensates = false, options = WEDGE }: Scanner): Burst | null {
  const wedge = createWedge<null>(options)
  let time = 0
  const found: Burst[] = []
  for (const char of [...label.split(''), '\r']) {
    time += 5
    const gs = char === '\u001d'
    const place = gs ? { code: 'BracketRight', shift: false } : char === '\r' ? { code: 'Enter', shift: false } : PLACES.get(char)
    if (!place) throw new Error(`no key for ${char}`)
    const letter = /[A-Za-z]/.test(char)
    const shift = caps && compensates && letter ? !place.shift : place.shift
    const made = KEYBOARDS[keyboard]?.[gs ? ']' : usCharacter(place.code, shift) ?? ''] ?? usCharacter(place.code, shift) ?? ''
    const key = char === '\r' ? 'Enter' : caps && /^[A-Za-z]$/.test(made) ? (shift ? made.toLowerCase() : made.toUpperCase()) : made
    for (const action of wedge.feed({ kind: 'down', key, code: place.code, time, field: null, shift, caps, ctrl: gs })) if (action.do === 'scan') found.push(action.scan)
    wedge.feed({ kind: 'up', code: place.code, time: time + 2 })
  }
  return found[0] ?? null
}

const read = (label: string, scanner: Scanner, before: 'typed' | 'us' = 'typed'): string | undefined => {
  const burst = scan(label, scanner)
  return burst ? readBurst(burst, 'auto', before).text : undefined
}

const LABELS = ['1Z999AA10123456784', '9407100000000000000004', '420100239307109876500000000010', '771288203510', ']C142010023\u001d9307109876500000000010', 'PLA-0142', 'JD014600003828392837']

test.each(Object.keys(KEYBOARDS))('a scanner set to a US keyboard is understood on a %s one, with and without Caps Lock', (keyboard) => {
  for (const label of LABELS) for (const how of [{}, { caps: true }, { caps: true, compensates: true }]) expect.soft(read(label, { keyboard, ...how }), `${label} ${JSON.stringify(how)}`).toBe(label)
})

test('where both readings are a number, the one goes that the scanner proved before', () => {
  expect([read('RZ123456785US', { keyboard: 'german' }, 'typed'), read('RZ123456785US', { keyboard: 'german' }, 'us')]).toEqual(['RY123456785US', 'RZ123456785US'])
})

test('a scanner set to this computer\'s own keyboard is read as it types', () => {
  // The keys of a German scanner on a German computer: Z is typed at the place of the US Y.
  const burst: Burst = { typed: '1Z999AA10123456784', placed: '1Y999AA10123456784', caps: false, shifted: true, time: 0, took: 90 }
  expect(readBurst(burst, 'auto')).toEqual({ text: '1Z999AA10123456784', proved: 'typed' })
  expect(readBurst(burst, 'us').text).toBe('1Y999AA10123456784')
  // Unknown numbers go by what was proved before.
  const unknown: Burst = { typed: 'ZEBRA7731', placed: 'YEBRA7731', caps: false, shifted: true, time: 0, took: 45 }
  expect([readBurst(unknown, 'auto', 'typed').text, readBurst(unknown, 'auto', 'us').text, readBurst(unknown, 'typed', 'us').text]).toEqual(['ZEBRA7731', 'YEBRA7731', 'ZEBRA7731'])
})

test('prefix and suffix are known by their places too', () => {
  expect(scan('~771288203510#', { keyboard: 'german', options: { ...WEDGE, prefix: '~', suffix: '#' } })).toMatchObject({ placed: '771288203510' })
})

test('a lost, a spelled-out and a real separator give the same number', () => {
  const numbers = ['42010023\u001d9307109876500000000010', '420100239307109876500000000010', ']C1420100239307109876500000000010', '42010023<GS>9307109876500000000010', '42010023^]9307109876500000000010', '\u00e8420100239307109876500000000010'].map((text) => identify(text).best?.number)
  expect(new Set(numbers)).toEqual(new Set(['9307109876500000000010']))
})

test('an AIM identifier names the barcode and is no part of the text', () => {
  expect([']C1420', ']C0ABC', ']d2010', ']Q1https', ']E0012345678905', ']X0abc', '1Z999'].map(readAim)).toEqual([
    { aim: ']C1', symbology: 'GS1-128', text: '420' }, { aim: ']C0', symbology: 'Code 128', text: 'ABC' }, { aim: ']d2', symbology: 'GS1 Data Matrix', text: '010' }, { aim: ']Q1', symbology: 'QR Code', text: 'https' },
    { aim: ']E0', symbology: 'EAN/UPC', text: '012345678905' }, { aim: ']X0', symbology: null, text: 'abc' }, { aim: null, symbology: null, text: '1Z999' },
  ])
})
