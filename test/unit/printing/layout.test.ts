import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, MEDIA } from '../../../src/shared/printing/document.ts'
import type { TextElement } from '../../../src/shared/printing/document.ts'
import { pieceLabel, testPage } from '../../../src/shared/printing/labels.ts'
import { MM_PER_POINT, placeBarcode, placeText, toPages } from '../../../src/shared/printing/layout.ts'
import { CAP_HEIGHT, DESCENT, hasGlyph, textWidth } from '../../../src/shared/printing/metrics.ts'
import { escapeXml, toSvg } from '../../../src/shared/printing/svg.ts'
import { fontFolder } from '../../../src/main/printing/drawText.ts'
import { LATIN } from '../../../src/main/printing/pdf.ts'
import { qrEncoder } from '../../../src/main/printing/qr.ts'
import { everyDocument, HOSTILE, PIECE } from './samples.ts'

interface Font {
  readonly characterSet: readonly number[]
  glyphForCodePoint: (codePoint: number) => { readonly advanceWidth: number }
}

function openFont(name: string): Font {
  // fontkit comes with pdfkit and has no types of its own here.
  const require = createRequire(createRequire(import.meta.url).resolve('pdfkit'))
  const fontkit = require('fontkit') as { create: (data: Buffer) => Font }
  return fontkit.create(readFileSync(join(fontFolder(), `AtkinsonHyperlegibleNext-${name}.ttf`)))
}

describe('measures of the typeface', () => {
  it('are those of the font files, for every letter in them', () => {
    const wrong: string[] = []
    for (const [isBold, weight] of [[false, 'Regular'], [true, 'Bold']] as const) {
      const [latin, extended] = [openFont(weight), openFont(`${weight}-Ext`)]
      for (let codePoint = 0x20; codePoint < 0xfff0; codePoint += 1) {
        const font = codePoint <= 0xff || LATIN.has(codePoint) ? latin : extended
        const has = font.characterSet.includes(codePoint)
        if (has !== hasGlyph(codePoint)) wrong.push(`${weight} ${codePoint.toString(16)} ${has ? 'is not known' : 'is not in its file'}`)
        else if (has && !/\p{M}/u.test(String.fromCodePoint(codePoint)) && Math.abs(textWidth(String.fromCodePoint(codePoint), isBold) * 1000 - font.glyphForCodePoint(codePoint).advanceWidth) > 0.6) wrong.push(`${weight} ${codePoint.toString(16)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('text in a box', () => {
  const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...HOSTILE), fc.stringMatching(/^[A-Za-z -]{1,200}$/u))
  const box = fc.record({ w: fc.double({ min: 8, max: 100, noNaN: true }), h: fc.double({ min: 3, max: 40, noNaN: true }), pt: fc.double({ min: 6, max: 60, noNaN: true }), bold: fc.boolean() })

  it('never leaves the box, whatever the text', () => {
    fc.assert(
      fc.property(anyText, box, fc.constantFrom('shrink' as const, 'wrap' as const), fc.constantFrom('left' as const, 'center' as const, 'right' as const), (text, size, fit, align) => {
        const element: TextElement = { kind: 'text', x: 5, y: 5, text, fit, align, ...size }
        for (const run of placeText(element)) {
          const em = run.pt * MM_PER_POINT
          expect(run.x).toBeGreaterThanOrEqual(5 - 1e-5)
          expect(run.x + run.width).toBeLessThanOrEqual(5 + size.w + 1e-5)
          // A single line may be lower than the smallest type; everything else stays inside.
          if (size.h >= 5.5 * MM_PER_POINT * (CAP_HEIGHT + DESCENT)) expect(run.baseline + em * DESCENT).toBeLessThanOrEqual(5 + size.h + 1e-5)
          expect(run.baseline - em * CAP_HEIGHT).toBeGreaterThanOrEqual(5 - 1e-5)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('keeps every letter of a name that has room', () => {
    const runs = placeText({ kind: 'text', x: 0, y: 0, w: 93, h: 31, pt: 38, bold: true, fit: 'wrap', text: 'Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Senior' })
    expect(runs.map((run) => run.text).join('').replace(/ /gu, '')).toBe('HubertBlaineWolfeschlegelsteinhausenbergerdorffSenior')
    expect(runs.map((run) => run.text)).toEqual(['Hubert Blaine', 'Wolfeschlegelsteinhausen', 'bergerdorff Senior'])
  })

  it('says by an ellipsis that something is missing', () => {
    const [run] = placeText({ kind: 'text', x: 0, y: 0, w: 20, h: 4, pt: 10, fit: 'cut', text: 'A department with a long name' })
    expect(run?.text).toMatch(/^A depart.*…$/u)
  })

  it('takes control codes, direction marks and half surrogates out of names', () => {
    expect(cleanText('a\r\nb\u0000c\u007f')).toBe('a b c')
    expect(cleanText('\u202etxt.exe\u2066')).toBe('txt.exe')
    expect(cleanText('x\ud800y')).toBe('x\ufffdy')
    expect(cleanText('  e\u0301 ')).toBe('é')
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => cleanText(text).isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u.test(cleanText(text))), { numRuns: 200 })
  })
})

describe('labels', () => {
  it('keep everything on the paper, and barcodes with their quiet zones apart from other things', () => {
    for (const [name, document] of Object.entries(everyDocument())) {
      const { width, height, pages } = toPages(document)
      for (const element of pages.flat()) {
        const inside = element.x >= -1e-5 && element.y >= -1e-5 && element.x + element.w <= width + 1e-5 && element.y + element.h <= height + 1e-5
        expect({ name, element, inside }).toEqual({ name, element, inside: true })
        if (element.kind !== 'barcode') continue
        expect(placeBarcode(element, 203, qrEncoder).module).toBeGreaterThanOrEqual(2)
        for (const other of pages.flat()) {
          if (other === element) continue
          const apart = other.kind === 'box' || other.x >= element.x + element.w - 1e-5 || other.x + other.w <= element.x + 1e-5 || other.y >= element.y + element.h - 1e-5 || other.y + other.h <= element.y + 1e-5
          expect({ name, element, other, apart }).toEqual({ name, element, other, apart: true })
        }
      }
    }
  })

  it('leave out what is not known, and say when they replace another', () => {
    const bare = pieceLabel({ number: 'PH-1', grouped: 'PH-1', recipient: 'Kim', date: 'today', index: 1, count: 1, office: 'Office' }, MEDIA['4x6'])
    const texts = bare.pages.flat().flatMap((element) => (element.kind === 'text' ? [element.text] : []))
    expect(texts).toEqual(['Office', 'today', 'Kim', 'PIECE', '1 of 1', 'PH-1'])
    const copy = pieceLabel({ ...PIECE, copy: true }, MEDIA['4x6']).pages.flat()
    expect(copy.some((element) => element.kind === 'text' && element.text === 'REPLACEMENT LABEL')).toBe(true)
  })

  it('refuse a barcode that could not be read in its place', () => {
    expect(() => placeBarcode({ kind: 'barcode', symbology: 'code128', data: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', x: 0, y: 0, w: 30, h: 6 }, 203, qrEncoder)).toThrow(/too long/u)
  })
})

describe('preview', () => {
  it('is one picture per page that holds texts as data', () => {
    for (const text of HOSTILE) {
      const [svg = ''] = toSvg(pieceLabel({ ...PIECE, recipient: text, office: text }, MEDIA['4x6']), qrEncoder)
      expect(svg).toMatch(/^<svg [^]*<\/svg>$/u)
      expect(svg).not.toMatch(/<script|[\u0000-\u001f]/u)
      // Only the elements this writer makes.
      expect(new Set([...svg.matchAll(/<([a-z]+)/gu)].map((match) => match[1]))).toEqual(new Set(['svg', 'rect', 'text', 'path']))
    }
    // Whatever typeface shows it, a text is as long as it is on paper.
    const [svg = ''] = toSvg({ kind: 'page', title: 'T', width: 50, height: 20, pages: [[{ kind: 'text', x: 1, y: 1, w: 20, h: 6, text: 'tcp://192.168.100.200:9100', pt: 12, fit: 'shrink' }]] }, qrEncoder)
    expect(Number(/textLength="([\d.]+)"/u.exec(svg)?.[1])).toBeLessThanOrEqual(20)
    expect(escapeXml('<a href="x">&\'\u0000')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39;')
  })
})

it('a test page names the scripts that nothing has a font for, and leaves their letters out', () => {
  const page = testPage({ printer: 'Labels', office: 'Example', date: 'Nov 23, 2026', settings: [], lacking: ['Chinese'] }, MEDIA['4x6'])
  const texts = page.pages.flat().flatMap((element) => (element.kind === 'text' ? [element.text] : []))
  expect(texts).toEqual(expect.arrayContaining(['Иван Ελένη דוד محمد', 'No font here: Chinese']))
})
