import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { MEDIA } from '../../../src/shared/printing/document.ts'
import { pieceLabel } from '../../../src/shared/printing/labels.ts'
import { certifiedLabel } from '../../../src/shared/printing/mailpieces.ts'
import { toPages } from '../../../src/shared/printing/layout.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { drawText } from '../../../src/main/printing/drawText.ts'
import { fromGrey, inkBounds, isBlack, toGrey } from '../../../src/main/printing/bitmap.ts'
import { missingFrom } from '../../../src/main/printing/lacking.ts'
import { paint } from '../../../src/main/printing/paint.ts'
import { render } from '../../../src/main/printing/render.ts'
import { zplData, zplGraphic, zplLabel } from '../../../src/main/printing/zpl.ts'
import { decode } from '../../../src/main/scanning/decode.ts'
import { renderZpl } from '../../devices/zplPrinter.ts'
import { CERTIFIED, everyDocument, HOSTILE, PIECE } from './samples.ts'

const profile = defaultProfile('zpl')
const created = new Date(0)

async function scan(png: Uint8Array): Promise<{ format: string; text: string }[]> {
  const { pages } = await decode({ bytes: png })
  return pages.flatMap((page) => page.symbols.map(({ format, text }) => ({ format, text }))).sort((a, b) => a.format.localeCompare(b.format))
}

async function darkDots(png: Uint8Array): Promise<Awaited<ReturnType<typeof fromGrey>>> {
  const { data, info } = await sharp(png).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return fromGrey(data, info.width, info.height, 128)
}

describe('ZPL on a printer', () => {
  it('gives both barcodes of every piece label back to the scanner', async () => {
    for (const media of ['4x6', '2x1', '62mm', '62x29'] as const) {
      const document = pieceLabel(PIECE, MEDIA[media])
      const [png = Buffer.alloc(0)] = await renderZpl((await render(document, profile, created)).bytes, document.width, document.height)
      expect({ media, found: await scan(png) }).toEqual({
        media,
        found: [
          { format: 'Code128', text: 'PH-26-000123-7' },
          { format: 'QRCode', text: 'PH-26-000123-7' },
        ],
      })
    }
  })

  it('gives the certified number back with its separator, as GS1-128', async () => {
    const document = certifiedLabel(CERTIFIED, MEDIA['4x6'])
    const { bytes } = await render(document, profile, created)
    expect(Buffer.from(bytes).toString()).toContain('^BCN,176,N,N,N,N^FH^FD>;>842010023>89307109876500000000010^FS')
    const [png = Buffer.alloc(0)] = await renderZpl(bytes, document.width, document.height)
    expect(await scan(png)).toEqual([{ format: 'GS1-128', text: '42010023\u001d9307109876500000000010' }])
  })

  it('draws barcodes exactly where the preview has them, at 203 and 300 dpi', async () => {
    const all = Object.entries(everyDocument()).filter(([name, document]) => !name.includes('Letter') && toPages(document).pages[0]?.some((element) => element.kind === 'barcode'))
    for (const [name, document] of all) {
      const { width, height, pages } = toPages(document)
      const codes = { kind: 'page' as const, title: name, width, height, pages: [(pages[0] ?? []).filter((element) => element.kind === 'barcode')] }
      const [png = Buffer.alloc(0)] = await renderZpl((await render(codes, profile, created)).bytes, width, height)
      const drawn = await darkDots(png)
      const bitmap = await paint(codes.pages[0] ?? [], width, height, 203)
      let different = 0
      for (let y = 0; y < bitmap.height; y += 1) for (let x = 0; x < bitmap.width; x += 1) if (isBlack(bitmap, x, y) !== isBlack(drawn, x, y)) different += 1
      expect({ name, different }).toEqual({ name, different: 0 })
    }
    expect(Buffer.from((await render(pieceLabel({ ...PIECE, number: '1234567890' }, MEDIA['4x6']), { ...profile, dpi: 300 }, created)).bytes).toString()).toMatch(/\^BY9,3,248\^BCN,248,/u)
  })

  it('keeps hostile text on the label: one label, no command of its own', async () => {
    for (const text of HOSTILE) {
      const document = pieceLabel({ ...PIECE, recipient: text, mailStop: text, office: text, department: text, location: text }, MEDIA['4x6'])
      const zpl = Buffer.from((await render(document, { ...profile, darkness: 15 }, created)).bytes).toString()
      expect(zpl.match(/\^XA/gu)).toHaveLength(1)
      expect(zpl.match(/\^XZ/gu)).toHaveLength(1)
      expect(zpl.match(/~/gu)).toHaveLength(1)
      expect(zpl).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/u)
      const [png = Buffer.alloc(0), ...more] = await renderZpl(Buffer.from(zpl), document.width, document.height)
      expect(more).toEqual([])
      expect((await scan(png)).map((symbol) => symbol.text)).toEqual(['PH-26-000123-7', 'PH-26-000123-7'])
    }
    expect(zplData('^XZ ~JA _5E \\& Ü\u0001')).toBe('^FH^FD_5EXZ _7EJA _5F5E _5C& Ü_01')
  })

  it('draws names in scripts that the printer lacks', async () => {
    for (const name of ['Иван Петров', 'דוד כהן', 'محمد علي', 'Łukasz Żółć', 'Ελένη']) {
      const document = pieceLabel({ ...PIECE, recipient: name }, MEDIA['4x6'])
      const { bytes } = await render(document, profile, created)
      const zpl = Buffer.from(bytes).toString()
      expect({ name, missing: await missingFrom(document, profile), asText: zpl.includes(name.slice(0, 3)) }).toEqual({ name, missing: null, asText: false })
      const [png = Buffer.alloc(0)] = await renderZpl(bytes, document.width, document.height)
      const region = await sharp(png).extract({ left: 24, top: 104, width: 760, height: 250 }).toBuffer()
      const ink = inkBounds(await darkDots(region))
      // Drawn in large type, starting at the left margin of the name.
      expect(ink?.height ?? 0).toBeGreaterThan(60)
      expect(ink?.x ?? 999).toBeLessThan(24)
    }
  })

  it('tells which characters of which field no font has', async () => {
    // Private use: no font may claim them.
    expect(await missingFrom(pieceLabel({ ...PIECE, recipient: 'Kim \u{f8f1}' }, MEDIA['4x6']), profile)).toBe('A character is printed as a box, because no font of this computer has it: \u{f8f1} (U+F8F1) of the recipient, "Kim \u{f8f1}". Install a font that has it and start Pigeonhole again, or write it in other letters.')
    const many = Array.from({ length: 7 }, (_, at) => String.fromCodePoint(0xf8f0 + at)).join('')
    expect(await missingFrom(pieceLabel({ ...PIECE, recipient: many, department: 'Иван \u{f8f1}', office: '\u{f8f2}', location: '\u{f8f3}' }, MEDIA['4x6']), profile)).toMatch(/^Characters are printed as boxes, because no font of this computer has them: \u{f8f2} \(U\+F8F2\) of the office, "\u{f8f2}"; .*\(U\+F8F4\) and 2 more of the recipient, ".*"; \u{f8f1} \(U\+F8F1\) of the department, "Иван \u{f8f1}"; more in 1 other place\. Install a font that has them/u)
  })

  it('squeezes a drawn name into its box', async () => {
    const drawn = await drawText('Шестьсот шестьдесят шесть длинных слов', 80, true, 300)
    expect(drawn.bitmap.width).toBeLessThanOrEqual(300)
    expect(drawn.bitmap.width).toBeGreaterThan(270)
  })

  it('sets size, darkness, copies and offset', async () => {
    const label = Buffer.from((await render(pieceLabel(PIECE, MEDIA['2x1']), { ...profile, darkness: 7, copies: 3, offsetX: 2, offsetY: -1 }, created)).bytes).toString()
    expect(label).toMatch(/^~SD07\n\^XA\n\^CI28\n\^PW406\n\^LL203\n/u)
    expect(label).toContain('^PQ3,0,0,N\n^XZ')
    const plain = Buffer.from((await render(pieceLabel(PIECE, MEDIA['2x1']), profile, created)).bytes).toString()
    const first = (zpl: string): number[] => (/\^FT(\d+),(\d+)\^A0/u.exec(zpl) ?? []).slice(1).map(Number)
    expect(first(label)).toEqual([(first(plain)[0] ?? 0) + 16, (first(plain)[1] ?? 0) - 8])
  })
})

describe('ZPL pictures', () => {
  it('come out of the printer dot for dot', async () => {
    const width = 203
    const height = 97
    const grey = Uint8Array.from({ length: width * height }, (_, at) => ((at * 2_654_435_761) % 97 < 40 || at % width < 60 || Math.floor(at / width) % 11 > 7 ? 0 : 255))
    const bitmap = fromGrey(grey, width, height)
    const label = zplLabel(240, 120)
    label.graphic(0, 0, bitmap)
    const [png = Buffer.alloc(0)] = await renderZpl(Buffer.from(label.build(1)), 30, 15)
    const drawn = await darkDots(await sharp(png).extract({ left: 0, top: 0, width, height }).toBuffer())
    expect(Buffer.compare(toGrey(drawn), toGrey(bitmap))).toBe(0)
    expect(zplGraphic({ width: 16, height: 3, data: Uint8Array.from([0xff, 0, 0xff, 0, 0, 0]) })).toBe('^GFA,6,6,2,FF,:,')
  })
})
