import { array, assert, constantFrom, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MEDIA, PrintContentError } from '../../../src/shared/printing/document.ts'
import type { Element, PageDocument } from '../../../src/shared/printing/document.ts'
import { placeBarcode, placeText } from '../../../src/shared/printing/layout.ts'
import { addressLabel, certifiedLabel, envelope, ENVELOPES, greenCard, packageBarcode, shifted, withFrames } from '../../../src/shared/printing/mailpieces.ts'
import type { EnvelopeId } from '../../../src/shared/printing/mailpieces.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { qrEncoder } from '../../../src/main/printing/qr.ts'
import { render, renderPdf } from '../../../src/main/printing/render.ts'
import { decode } from '../../../src/main/scanning/decode.ts'
import { buildImpb } from '../../../src/shared/mail/impb.ts'
import { renderZpl } from '../../devices/zplPrinter.ts'
import { CERTIFIED } from './samples.ts'

const TWENTY_SIX = '92071900000000000000000013'
const words = (document: PageDocument, page = 0): string[] => (document.pages[page] ?? []).flatMap((element) => (element.kind === 'text' ? placeText(element).map((run) => run.text) : []))
const read = async (bytes: Uint8Array): Promise<string[]> => (await decode({ bytes })).pages.flatMap((page) => page.symbols.map(({ format, text }) => `${format} ${text}`))
const barcode = (document: PageDocument) => (document.pages[0] ?? []).find((element) => element.kind === 'barcode')

describe('the certified label', () => {
  it.each([
    ['without a ZIP', CERTIFIED.number, undefined, CERTIFIED.number],
    ['with ZIP', CERTIFIED.number, '10023', `42010023\u001d${CERTIFIED.number}`],
    ['with ZIP+4', CERTIFIED.number, '10023-4567', `420100234567\u001d${CERTIFIED.number}`],
    ['26 digits take five of the ZIP', TWENTY_SIX, '10023-4567', `42010023\u001d${TWENTY_SIX}`],
  ])('%s is read back as it was logged, from a label printer and from a PDF', async (_, number, zip, expected) => {
    const document = certifiedLabel({ number, to: CERTIFIED.to, from: CERTIFIED.from, ...(zip === undefined ? {} : { zip }) }, MEDIA['4x6'])
    const [png = Buffer.alloc(0)] = await renderZpl((await render(document, defaultProfile('zpl'), new Date(0))).bytes, document.width, document.height)
    expect(await read(png)).toEqual([`GS1-128 ${expected}`])
    expect(await read((await renderPdf(document, new Date(0))).bytes)).toEqual([`GS1-128 ${expected}`])
  })

  it('prints the banner, what was bought, and the number in fours, the ZIP of the bars not among it', () => {
    expect(words(certifiedLabel(CERTIFIED, MEDIA['4x6']))).toEqual([...CERTIFIED.from, ...CERTIFIED.to, 'RETURN RECEIPT', 'USPS CERTIFIED MAIL', '9307 1098 7650 0000 0000 10'])
  })

  it('has bars of the width and height that Publication 199 asks for, with every head', () => {
    for (const [number, zip] of [[CERTIFIED.number, '10023'], [CERTIFIED.number, '10023-4567'], [TWENTY_SIX, '100234567']] as const) {
      const element = barcode(certifiedLabel({ ...CERTIFIED, number, zip }, MEDIA['4x6']))
      for (const dpi of [203, 300, 600]) {
        const placed = element?.kind === 'barcode' ? placeBarcode(element, dpi, qrEncoder) : null
        const inches = (placed?.module ?? 0) / dpi
        expect({ dpi, fits: inches >= 0.013 && inches <= 0.021 && (placed?.height ?? 0) / dpi >= 0.75, inches }).toEqual({ dpi, fits: true, inches })
      }
    }
  })

  it('refuses what has no such barcode, in words, and never shortens it', () => {
    for (const number of ['70161370000025960436', '9307 1098 7650 0000 0000 10', '', '9607109876500000000010', 'RB123456785GB']) expect(() => packageBarcode(number)).toThrow(PrintContentError)
    for (const zip of ['1002', '10023-45', 'ABCDE', '100234567890']) expect(() => packageBarcode(CERTIFIED.number, zip)).toThrow(PrintContentError)
    expect(() => certifiedLabel(CERTIFIED, MEDIA['62mm'])).toThrow(/4 by 6 inches/u)
    expect(() => certifiedLabel(CERTIFIED, MEDIA['2x1'])).toThrow(/4 by 6 inches/u)
    assert(property(integer({ min: 0, max: 9_999_999 }), (serial) => {
      const number = buildImpb({ mailerId: '900123456', stc: '147', serial })
      expect(packageBarcode(number, '05099')).toEqual(['42005099', number])
    }))
  })
})

const lines = array(string({ minLength: 1, maxLength: 70, unit: constantFrom('a', 'M', ' ', '.', '7', 'é', 'W') }).filter((line) => line.trim() !== ''), { minLength: 1, maxLength: 6 })
const squeezed = (texts: readonly string[]): string => texts.join('').replace(/\s/gu, '')

describe('addresses', () => {
  it('lose no letter and stay on their paper, on labels and envelopes', () => {
    assert(property(lines, lines, (to, from) => {
      const documents = [addressLabel({ to, from }, MEDIA['4x6']), envelope({ to, from }, '10'), certifiedLabel({ ...CERTIFIED, to, from, services: [] }, MEDIA['4x6'])]
      for (const document of documents) {
        expect(squeezed(words(document))).toContain(squeezed(to))
        expect(squeezed(words(document))).toContain(squeezed(from))
        for (const element of document.pages[0] ?? []) expect(element.x >= 0 && element.y >= 0 && element.x + element.w <= document.width + 0.01 && element.y + element.h <= document.height + 0.01).toBe(true)
      }
    }), { numRuns: 40 })
    expect(() => addressLabel({ to: Array.from({ length: 12 }, () => 'A line') }, MEDIA['2x1'])).toThrow(/12 lines/u)
  })

  it('stand where sorting machines look for them, on every envelope', () => {
    for (const size of Object.keys(ENVELOPES) as EnvelopeId[]) {
      const { width, height } = ENVELOPES[size]
      const document = envelope({ to: CERTIFIED.to, from: CERTIFIED.from }, size)
      const address = (document.pages[0] ?? []).filter((element): element is Extract<Element, { kind: 'text' }> => element.kind === 'text' && CERTIFIED.to.includes(element.text))
      expect(address).toHaveLength(CERTIFIED.to.length)
      for (const { x, y, w, h } of address) expect({ size, inside: x >= 12.7 && x + w <= width - 12.7 && height - y <= 69.9 && height - y - h >= 15.8 }).toEqual({ size, inside: true })
    }
  })
})

describe('the green card', () => {
  const card = { to: CERTIFIED.to, from: CERTIFIED.from, number: CERTIFIED.number, services: ['certified-restricted'] as const }

  it('carries the addressee and the letter\'s number in front, the sender on the back, a tick for each service', () => {
    const document = greenCard(card)
    expect([words(document, 0), words(document, 1)]).toEqual([[...CERTIFIED.to, '9307 1098 7650 0000 0000 10', 'X'], CERTIFIED.from])
    const ticks = (['adult-signature', 'adult-signature-restricted', 'certified', 'certified-restricted', 'signature-confirmation', 'signature-confirmation-restricted'] as const).map((service) => {
      const tick = greenCard({ ...card, services: [service] }).pages[0]?.at(-1)
      return `${tick?.x} ${tick?.y}`
    })
    expect(new Set(ticks).size).toBe(6)
  })

  it('moves each side by what the office measured, and nothing else changes', () => {
    const plain = greenCard(card)
    const moved = greenCard(card, { front: { x: 1.5, y: -2 }, back: { x: 0, y: 3 } })
    expect(moved.pages).toEqual([shifted({ ...plain, pages: [plain.pages[0] ?? []] }, { x: 1.5, y: -2 }).pages[0], shifted({ ...plain, pages: [plain.pages[1] ?? []] }, { x: 0, y: 3 }).pages[0]])
    expect(moved.pages[0]?.[0]).toMatchObject({ x: (plain.pages[0]?.[0]?.x ?? 0) + 1.5, y: (plain.pages[0]?.[0]?.y ?? 0) - 2 })
  })

  it('can be printed with frames to hold against the form', () => {
    const framed = withFrames(greenCard(card))
    expect(framed.pages[0]?.[0]).toEqual({ kind: 'box', x: 0, y: 0, w: 139.7, h: 88.9, weight: 0.2 })
    expect(framed.pages.map((page) => page.filter((element) => element.kind === 'box').length)).toEqual([CERTIFIED.to.length + 3, CERTIFIED.from.length + 1])
  })
})
