import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { MEDIA } from '../../../src/shared/printing/document.ts'
import { pieceLabel, receipt } from '../../../src/shared/printing/labels.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { toGrey } from '../../../src/main/printing/bitmap.ts'
import { missingFrom } from '../../../src/main/printing/lacking.ts'
import { render } from '../../../src/main/printing/render.ts'
import { decode } from '../../../src/main/scanning/decode.ts'
import { joinRasters, readReceipt, tokenize } from '../../devices/escpos.ts'
import { HOSTILE, PIECE } from './samples.ts'

const profile = { ...defaultProfile('escpos'), columns: 42 }
const created = new Date(0)

describe('receipts on a receipt printer', () => {
  it('come out line by line as written', async () => {
    const document = receipt(
      { title: 'Handover', office: 'Büro Møller', date: 'Nov 23, 2026', lines: ['Kim Lee', ['PH-26-000123-7', 'B4-17'], 'A line that is too long for the paper is continued on the next one'], total: ['Pieces', '1'], footer: 'Thank you' },
      MEDIA['80mm'],
    )
    const tokens = tokenize((await render(document, profile, created)).bytes)
    expect(readReceipt(tokens)).toEqual([
      'Büro Møller',
      'Handover',
      'Nov 23, 2026',
      '-'.repeat(42),
      'Kim Lee',
      'PH-26-000123-7                       B4-17',
      'A line that is too long for the paper is',
      'continued on the next one',
      '-'.repeat(42),
      'Pieces                                   1',
      '',
      'Thank you',
      // The feed before the cut.
      '',
    ])
    expect(tokens.slice(0, 5)).toEqual([{ kind: 'init' }, { kind: 'codePage', page: 19 }, { kind: 'align', to: 'center' }, { kind: 'bold', on: true }, { kind: 'text', bytes: Buffer.from('B\x81ro M\x9bller', 'latin1') }])
    expect(tokens.at(-1)).toEqual({ kind: 'cut' })
    expect(tokens.filter((token) => token.kind === 'init' || token.kind === 'cut')).toHaveLength(2)
  })

  it('draw lines in scripts that the code page lacks, and never change the page in the middle', async () => {
    const document = receipt({ title: 'Выдача', office: 'Office', date: 'today', lines: ['Иван Петров', ['محمد علي', 'B4-17'], 'O’Brien'] }, MEDIA['80mm'])
    const { bytes } = await render(document, profile, created)
    const tokens = tokenize(bytes)
    expect(await missingFrom(document, profile)).toBe(null)
    expect(tokens.filter((token) => token.kind === 'codePage')).toEqual([{ kind: 'codePage', page: 19 }])
    expect(readReceipt(tokens).map((line) => (line.startsWith('[576 x') ? 'picture' : line))).toEqual(['Office', 'picture', 'today', '-'.repeat(42), 'picture', 'picture', 'picture', ''])
    const cyrillic = tokenize((await render(document, { ...profile, codePage: 'PC866_CYRILLIC2' }, created)).bytes)
    expect(cyrillic.filter((token) => token.kind === 'text').map((token) => token.bytes.toString('latin1'))).toContain(Buffer.from([0x88, 0xa2, 0xa0, 0xad, 0x20, 0x8f, 0xa5, 0xe2, 0xe0, 0xae, 0xa2]).toString('latin1'))
  })

  it('print hostile text as text', async () => {
    for (const text of HOSTILE) {
      const document = receipt({ title: text, office: text, date: text, lines: [text, [text, text]], total: [text, text], footer: text }, MEDIA['80mm'])
      const tokens = tokenize((await render(document, profile, created)).bytes)
      expect(tokens.filter((token) => token.kind === 'init' || token.kind === 'cut').map((token) => token.kind)).toEqual(['init', 'cut'])
    }
  })

  it('print every copy whole', async () => {
    const document = receipt({ title: 'T', office: 'O', date: 'D', lines: [] }, MEDIA['80mm'])
    const tokens = tokenize((await render(document, { ...profile, copies: 3 }, created)).bytes)
    expect(tokens.filter((token) => token.kind === 'cut')).toHaveLength(3)
    expect(readReceipt(tokens).filter((line) => line === 'T')).toHaveLength(3)
    expect(tokenize((await render(document, { ...profile, cut: false }, created)).bytes).some((token) => token.kind === 'cut')).toBe(false)
  })

  it('carry codes that scan', async () => {
    const document = receipt({ title: 'T', office: 'O', date: 'D', lines: [], code: 'PH-26-000123-7' }, MEDIA['80mm'])
    const tokens = tokenize((await render(document, profile, created)).bytes)
    expect(await scan(joinRasters(tokens))).toEqual(['QRCode PH-26-000123-7'])
  })
})

describe('a label on a receipt printer', () => {
  it('is one picture as wide as the head, with both barcodes', async () => {
    const tokens = tokenize((await render(pieceLabel(PIECE, MEDIA['80mm']), profile, created)).bytes)
    const picture = joinRasters(tokens)
    expect(picture.width).toBe(576)
    expect(await scan(picture)).toEqual(['Code128 PH-26-000123-7', 'QRCode PH-26-000123-7'])
  })
})

async function scan(picture: { width: number; height: number; data: Uint8Array }): Promise<string[]> {
  const png = await sharp(toGrey(picture), { raw: { width: picture.width, height: picture.height, channels: 1 } }).extend({ top: 20, bottom: 20, left: 20, right: 20, background: '#fff' }).png().toBuffer()
  const { pages } = await decode({ bytes: png })
  return pages.flatMap((page) => page.symbols.map(({ format, text }) => `${format} ${text}`)).sort()
}
