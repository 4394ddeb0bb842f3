import { PDFiumLibrary } from '@hyzyla/pdfium'
import { describe, expect, it } from 'vitest'
import { MEDIA } from '../../../src/shared/printing/document.ts'
import { pieceLabel } from '../../../src/shared/printing/labels.ts'
import { certifiedLabel } from '../../../src/shared/printing/mailpieces.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { render } from '../../../src/main/printing/render.ts'
import { decode } from '../../../src/main/scanning/decode.ts'
import { CERTIFIED, everyDocument, HOSTILE, PIECE } from './samples.ts'

const profile = defaultProfile('pdf')
const created = new Date('2026-11-23T15:00:00Z')

async function read(bytes: Uint8Array): Promise<{ text: string; width: number; height: number }[]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = [...document.pages()].map((page) => ({ text: page.getText(), width: page.getOriginalSize().originalWidth, height: page.getOriginalSize().originalHeight }))
  document.destroy()
  library.destroy()
  return pages
}

describe('PDF', () => {
  it('has the barcodes of every document, read back from its pages', async () => {
    const found: Record<string, string[]> = {}
    for (const [name, document] of Object.entries(everyDocument())) {
      const { pages } = await decode({ bytes: (await render(document, profile, created)).bytes })
      found[name] = pages.flatMap((page) => page.symbols.map(({ format, text }) => `${format} ${text}`)).sort()
    }
    const both = (text: string): string[] => [`Code128 ${text}`, `QRCode ${text}`]
    expect(found).toEqual({
      'piece on 4x6': both('PH-26-000123-7'),
      'piece on 2x1': both('PH-26-000123-7'),
      'piece on 62 mm roll': both('PH-26-000123-7'),
      'piece on 62x29': both('PH-26-000123-7'),
      'piece on 80 mm roll': both('PH-26-000123-7'),
      'piece on Letter': both('PH-26-000123-7'),
      'shelf on 4x6': both('LOC-A3'),
      'shelf on 2x1': both('LOC-A3'),
      'badge on 62x29': both('USR-0001'),
      'badge on 4x6': both('USR-0001'),
      'container on 4x6': both('PC7K00001248'),
      'container on 2x1': both('PC7K00001248'),
      'address on 4x6': [],
      'address on 2x1': [],
      'No. 10 envelope': [],
      'green card': [],
      'certified on 4x6': ['GS1-128 42010023\u001d9307109876500000000010'],
      'test page on 4x6': both('TEST-0123456789'),
      'test page on 2x1': both('TEST-0123456789'),
      'receipt on 80 mm': ['QRCode PH-26-000123-7'],
    })
  })

  it('is of the right size, holds its text, and is the same bytes every time', async () => {
    const document = pieceLabel({ ...PIECE, recipient: 'Łukasz Müller' }, MEDIA['4x6'])
    const [one, two] = [await render(document, profile, created), await render(document, profile, created)]
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0)
    const [page] = await read(one.bytes)
    expect([Math.round(page?.width ?? 0), Math.round(page?.height ?? 0)]).toEqual([288, 432])
    for (const text of ['Łukasz Müller', 'B4-17', 'PH-26-000123-7', '1 of 3']) expect(page?.text.replace(/\s+/gu, ' ')).toContain(text)
  })

  it('prints hostile text as text, and foreign scripts as pictures', async () => {
    for (const text of HOSTILE) {
      const { bytes } = await render(pieceLabel({ ...PIECE, recipient: text, office: text }, MEDIA['4x6']), profile, created)
      expect(await read(bytes)).toHaveLength(1)
      expect((await decode({ bytes })).pages[0]?.symbols).toHaveLength(2)
    }
    const { bytes } = await render(pieceLabel({ ...PIECE, recipient: 'Иван دוד' }, MEDIA['4x6']), profile, created)
    expect(Buffer.from(bytes).includes('/Subtype /Image')).toBe(true)
  })

  it('has a page per copy', async () => {
    expect(await read((await render(certifiedLabel(CERTIFIED, MEDIA['4x6']), { ...profile, copies: 3 }, created)).bytes)).toHaveLength(3)
  })
})
