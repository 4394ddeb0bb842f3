import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import bwip from 'bwip-js/node'
import * as pdfkit from 'pdfkit'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decode, DecodeError } from '../../../src/main/scanning/decode.ts'
import type { DecodedSymbol, SymbolFormat } from '../../../src/main/scanning/decode.ts'
import { readWithJs } from '../../../src/shared/scanning/readers.ts'
import { createDecoder } from '../../../src/main/scanning/decoder.ts'

// The named exports of this package are symbologies; the functions hang on its default export.
// oxlint-disable-next-line import/no-named-as-default-member
const { toBuffer } = bwip
const ARTICLE = '9307109876500000000010'

async function code(bcid: string, text: string, scale = 3): Promise<Buffer> {
  return await toBuffer({ bcid, text, scale, paddingwidth: 12, paddingheight: 12, backgroundcolor: 'FFFFFF', ...(bcid === 'code128' || bcid === 'gs1-128' || bcid === 'code39' || bcid === 'interleaved2of5' ? { height: 15 } : {}) })
}

const gs1 = (): Promise<Buffer> => code('gs1-128', `(420)10023(93)${ARTICLE.slice(2)}`)

async function read(bytes: Uint8Array): Promise<string[]> {
  const { pages } = await decode({ bytes })
  return pages.flatMap((page) => page.symbols.map(({ format, text }) => `${format} ${text}`)).sort()
}

describe('every kind of barcode', () => {
  const kinds: [SymbolFormat, string, string, string?][] = [
    ['Code128', 'code128', 'PH-26-000123-7'],
    ['Code39', 'code39', 'MAIL-42'],
    ['ITF', 'interleaved2of5', '12345678901231'],
    ['EAN13', 'ean13', '9780306406157'],
    ['QRCode', 'qrcode', 'https://example.org/?a=1&b=Ü'],
    ['DataMatrix', 'datamatrix', 'J18CUSB6CXXXX'],
    ['PDF417', 'pdf417', 'Name, Street 1, Springfield IL 62701'],
    ['Aztec', 'azteccode', 'boarding 123'],
  ]
  it.each(kinds)('%s', async (format, bcid, text) => {
    expect(await read(await code(bcid, text))).toEqual([`${format} ${text}`])
  })

  it('MaxiCode', async () => {
    expect(await read(await toBuffer({ bcid: 'maxicode', text: '152382802^029840^029001^0291Z00004951^029UPSN', parse: true, mode: 2, scale: 4, paddingwidth: 10, paddingheight: 10, backgroundcolor: 'FFFFFF' } as Parameters<typeof toBuffer>[0]))).toEqual([
      'MaxiCode 152382802\u001d840\u001d001\u001d1Z00004951\u001dUPSN',
    ])
  })

  it('GS1-128 keeps its separator and says what it is', async () => {
    const { pages } = await decode({ bytes: await gs1() })
    expect(pages.map((page) => page.symbols.map(({ format, text, reader, found }) => ({ format, text, reader, found })))).toEqual([[{ format: 'GS1-128', text: `42010023\u001d${ARTICLE}`, reader: 'zxing-wasm', found: 'plain' }]])
  })

  it('the second reader gives the same answer, separator included', async () => {
    const { data, info } = await sharp(await gs1()).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    expect(readWithJs({ width: info.width, height: info.height, data })).toMatchObject([{ format: 'GS1-128', text: `42010023\u001d${ARTICLE}`, reader: 'zxing-js' }])
    const plain = await sharp(await code('code128', 'ABC-1')).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    expect(readWithJs({ width: plain.info.width, height: plain.info.height, data: plain.data })).toMatchObject([{ format: 'Code128', text: 'ABC-1' }])
  })
})

describe('pictures as they come from phones and scanners', () => {
  const expected = [`GS1-128 42010023\u001d${ARTICLE}`]
  const spoilt: Record<string, (picture: Sharp) => Sharp> = {
    'turned by 7 degrees': (picture) => picture.rotate(7, { background: '#fff' }),
    'turned by 45 degrees': (picture) => picture.rotate(45, { background: '#fff' }),
    'turned by 90 degrees': (picture) => picture.rotate(90),
    'upside down': (picture) => picture.rotate(180),
    'turned by 18 degrees': (picture) => picture.rotate(18, { background: '#fff' }),
    'turned by 70 degrees, on a grey desk': (picture) => picture.rotate(70, { background: '#999' }),
    'turned by 155 degrees, blurred, as a JPEG': (picture) => picture.rotate(155, { background: '#fff' }).blur(1.2).jpeg({ quality: 30 }),
    blurred: (picture) => picture.blur(1.6),
    'of low contrast': (picture) => picture.linear(0.12, 110),
    'small, from a fax': (picture) => picture.resize({ width: 330 }),
    'a poor JPEG': (picture) => picture.jpeg({ quality: 12 }),
    'a WebP': (picture) => picture.webp({ quality: 60 }),
    'a TIFF': (picture) => picture.toColourspace('b-w').threshold(128).tiff({ compression: 'ccittfax4', bitdepth: 1 }),
  }
  it.each(Object.entries(spoilt))('%s', async (_, spoil) => {
    const flat = await sharp(await gs1()).flatten({ background: '#fff' }).extend({ top: 30, bottom: 30, left: 30, right: 30, background: '#fff' }).png().toBuffer()
    expect(await read(await spoil(sharp(flat)).toBuffer())).toEqual(expected)
  })

  it('white on black', async () => {
    expect(await read(await sharp(await code('datamatrix', 'THIRD-3')).flatten({ background: '#fff' }).negate().png().toBuffer())).toEqual(['DataMatrix THIRD-3'])
  })

  // Lines that leave a long code at its edge look like a short one of a format with hardly a check: nothing may come of it.
  it.each([['interleaved2of5', '88751964412345', 'ITF'], ['ean13', '9780306406157', 'EAN13'], ['code39', 'MAIL-42', 'Code39'], ['pdf417', 'Name, Street 1, Springfield IL', 'PDF417']] as const)('%s however it lies, and nothing that is not there', async (bcid, text, format) => {
    const upright = await sharp(await code(bcid, text)).flatten({ background: '#fff' }).png().toBuffer()
    for (const angle of [13, 37, 64, 118, 201]) expect(await read(await sharp(upright).rotate(angle, { background: '#fff' }).png().toBuffer())).toEqual([`${format} ${text}`])
  })

  it('all of several that lie each another way', async () => {
    const [first, second, third] = await Promise.all([gs1(), code('code128', 'PH7K00012345'), code('qrcode', 'SECOND-2')])
    const turned = await Promise.all(([[first, 32], [second, -57], [third, 20], [second, 4]] as const).map(async ([input, angle]) => await sharp(await sharp(input).flatten({ background: '#fff' }).png().toBuffer()).rotate(angle, { background: '#fff' }).png().toBuffer()))
    const page = await sharp({ create: { width: 1_500, height: 1_100, channels: 3, background: '#fff' } }).composite(turned.map((input, at) => ({ input, left: 20 + (at % 2) * 760, top: 20 + Math.floor(at / 2) * 620 }))).png().toBuffer()
    expect(await read(page)).toEqual(['Code128 PH7K00012345', 'Code128 PH7K00012345', ...expected, 'QRCode SECOND-2'])
  })

  it('under a light that falls off, on a dark table, and white on black', async () => {
    const label = await sharp(await toBuffer({ bcid: 'code128', text: 'PH7K00012345', scale: 3, height: 15, backgroundcolor: 'FFFFFF' })).flatten({ background: '#fff' }).extend({ top: 2, bottom: 2, left: 2, right: 2, background: '#fff' }).png().toBuffer()
    const { data, info } = await sharp(label).extend({ top: 20, bottom: 20, left: 30, right: 30, background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    const shaded = data.map((value, at) => value * (0.25 + (0.75 * (at % info.width)) / info.width))
    const pictures = [sharp(shaded, { raw: { width: info.width, height: info.height, channels: 1 } }), sharp(label).extend({ top: 40, bottom: 40, left: 40, right: 40, background: '#000' }), sharp(label).extend({ top: 20, bottom: 20, left: 30, right: 30, background: '#fff' }).negate()]
    for (const picture of pictures) expect(await read(await picture.png().toBuffer())).toEqual(['Code128 PH7K00012345'])
  })

  it.each(['qrcode', 'datamatrix', 'code128'])('%s with specks all over it', async (bcid) => {
    const { data, info } = await sharp(await code(bcid, 'PH7K00012345')).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    let seed = 3
    const specked = data.map((value) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      const chance = seed / 2_147_483_648
      return chance < 0.05 ? 0 : chance > 0.95 ? 255 : value
    })
    expect((await read(await sharp(specked, { raw: { width: info.width, height: info.height, channels: 1 } }).png().toBuffer())).map((found) => found.split(' ')[1])).toEqual(['PH7K00012345'])
  })

  it('aslant, with corners where the label lies', async () => {
    const flat = await sharp(await gs1()).flatten({ background: '#fff' }).png().toBuffer()
    const { width } = await sharp(flat).metadata()
    const slanted = await sharp(flat).rotate(40, { background: '#fff' }).png().toBuffer()
    const symbol = (await decode({ bytes: slanted })).pages[0]?.symbols[0]
    expect([symbol?.text, symbol?.found]).toEqual([`42010023\u001d${ARTICLE}`, 'turned'])
    const [left, right] = symbol?.corners ?? []
    const [dx, dy] = [(right?.x ?? 0) - (left?.x ?? 0), (right?.y ?? 0) - (left?.y ?? 0)]
    expect(Math.abs((Math.atan2(dy, dx) * 180) / Math.PI - 40)).toBeLessThan(10)
    expect(Math.hypot(dx, dy)).toBeGreaterThan(width * 0.7)
  })

  it('noisy', async () => {
    const { data, info } = await sharp(await gs1()).flatten({ background: '#fff' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    let seed = 7
    const noisy = data.map((value) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.max(0, Math.min(255, value + (seed / 2_147_483_648 - 0.5) * 150))
    })
    expect(await read(await sharp(noisy, { raw: { width: info.width, height: info.height, channels: 1 } }).png().toBuffer())).toEqual(expected)
  })

  it('with the quiet zone cut off', async () => {
    const picture = sharp(await toBuffer({ bcid: 'code128', text: 'PH-26-000123-7', scale: 3, height: 15, backgroundcolor: 'FFFFFF' }))
    expect(await read(await picture.flatten({ background: '#fff' }).extend({ left: 6, right: 6, top: 4, bottom: 4, background: '#fff' }).png().toBuffer())).toEqual(['Code128 PH-26-000123-7'])
  })

  it('turned by the camera (EXIF), with corners as a person sees the picture', async () => {
    const upright = await sharp(await code('code128', 'PH-26-000123-7')).flatten({ background: '#fff' }).png().toBuffer()
    const { width, height } = await sharp(upright).metadata()
    const sideways = await sharp(await sharp(upright).rotate(-90).png().toBuffer()).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
    const { pages } = await decode({ bytes: sideways })
    expect(pages.map((page) => ({ width: page.width, height: page.height, texts: page.symbols.map(({ text }) => text) }))).toEqual([{ width, height, texts: ['PH-26-000123-7'] }])
    const [left, right] = pages[0]?.symbols[0]?.corners ?? []
    expect((right?.x ?? 0) - (left?.x ?? 0)).toBeGreaterThan(width * 0.7)
    expect(Math.abs((right?.y ?? 0) - (left?.y ?? 999))).toBeLessThan(8)
  })

  it('with several codes, each once and where it is', async () => {
    const parts = await Promise.all([code('code128', 'FIRST-1'), code('qrcode', 'SECOND-2'), code('datamatrix', 'THIRD-3'), code('code128', 'FIRST-1'), gs1()])
    const composed = parts.map((input, index) => ({ input, left: 40 + (index % 2) * 700, top: 40 + Math.floor(index / 2) * 320 }))
    const page = await sharp({ create: { width: 1_700, height: 1_100, channels: 3, background: '#fff' } }).composite(composed).png().toBuffer()
    const found = (await decode({ bytes: page })).pages[0]?.symbols ?? []
    const place = (symbol: DecodedSymbol): string => `${symbol.format} ${symbol.text} ${(symbol.corners[0]?.x ?? 0) < 700 ? 'left' : 'right'} ${Math.floor(((symbol.corners[0]?.y ?? 0) - 40) / 320)}`
    expect(found.map(place).sort()).toEqual(['Code128 FIRST-1 left 0', 'Code128 FIRST-1 right 1', 'DataMatrix THIRD-3 left 1', `GS1-128 42010023\u001d${ARTICLE} left 2`, 'QRCode SECOND-2 right 0'])
  })

  it('finds nothing on an empty page', async () => {
    const empty = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } }).png().toBuffer()
    expect(await decode({ bytes: empty })).toEqual({ pages: [{ page: 1, width: 300, height: 200, symbols: [] }] })
    // The marks that mail programs put into their messages.
    for (const [width, height] of [[1, 1], [2, 40], [3, 3]] as const) {
      const dot = await sharp({ create: { width, height, channels: 3, background: '#000' } }).png().toBuffer()
      expect(await decode({ bytes: dot })).toEqual({ pages: [{ page: 1, width, height, symbols: [] }] })
    }
  })
})

describe('documents of several pages', () => {
  async function pdf(texts: readonly string[]): Promise<Buffer> {
    const document = new pdfkit.default({ autoFirstPage: false })
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    const ended = new Promise<void>((resolve) => document.on('end', () => resolve()))
    for (const text of texts) {
      document.addPage({ size: 'LETTER' })
      document.image(await code('code128', text), 72, 72, { width: 250 })
    }
    document.end()
    await ended
    return Buffer.concat(chunks)
  }

  it('PDF, page by page', async () => {
    const { pages } = await decode({ bytes: await pdf(['PAGE-1', 'PAGE-2', 'PAGE-3']) }, { maxPages: 2 })
    expect(pages.map(({ page, width, height, symbols }) => ({ page, width, height, texts: symbols.map(({ text }) => text) }))).toEqual([
      { page: 1, width: 2550, height: 3300, texts: ['PAGE-1'] },
      { page: 2, width: 2550, height: 3300, texts: ['PAGE-2'] },
    ])
  })

  it('TIFF, page by page', async () => {
    const pages = await Promise.all(['ONE-1', 'TWO-2'].map(async (text) => await sharp(await code('code128', text)).flatten({ background: '#fff' }).resize(600, 200, { fit: 'contain', background: '#fff' }).png().toBuffer()))
    const tiff = await sharp(pages, { join: { animated: true } }).tiff().toBuffer()
    expect((await decode({ bytes: tiff })).pages.map(({ page, symbols }) => [page, symbols.map(({ text }) => text)])).toEqual([
      [1, ['ONE-1']],
      [2, ['TWO-2']],
    ])
  })
})

describe('files that are no pictures', () => {
  it('are refused with a reason', async () => {
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(0), /empty/u],
      [Buffer.from('hello'), /not a picture or PDF/u],
      [Buffer.from('%PDF-1.7 nothing more'), /damaged or not a PDF/u],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"'), /not a picture or PDF|damaged/u],
    ]
    for (const [bytes, reason] of cases) {
      await expect(decode({ bytes })).rejects.toThrow(reason)
      await expect(decode({ bytes })).rejects.toBeInstanceOf(DecodeError)
    }
    await expect(decode({ path: '/nowhere/at/all.png' })).rejects.toThrow('The file does not exist.')
    await expect(decode({ path: tmpdir() })).rejects.toThrow('This is not a file.')
  })
})

describe('off the main thread', () => {
  const decoder = createDecoder(new URL('../../../src/main/scanning/decodeWorker.ts', import.meta.url))
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pigeonhole-decode-'))
  })
  afterAll(async () => {
    await decoder.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('reads files in order, bad ones included, and takes one out of the queue', async () => {
    const path = join(folder, 'a.png')
    await writeFile(path, await code('code128', 'FILE-1'))
    const stop = new AbortController()
    const [first, bad, stopped, last] = [decoder.decode({ path }), decoder.decode({ bytes: Buffer.from('no') }), decoder.decode({ path }, { signal: stop.signal }), decoder.decode({ bytes: await code('qrcode', 'FILE-2') })].map((job) => job.then((decoded) => decoded.pages.flatMap((page) => page.symbols.map(({ text }) => text)), (error: unknown) => (error instanceof DecodeError ? 'unreadable' : error === stop.signal.reason ? 'stopped' : error)))
    stop.abort()
    expect(await Promise.all([first, bad, stopped, last])).toEqual([['FILE-1'], 'unreadable', 'stopped', ['FILE-2']])
  })

  it('can be stopped in the middle, and reads the next file all the same', async () => {
    const stop = new AbortController()
    const running = decoder.decode({ bytes: await sharp({ create: { width: 4_000, height: 4_000, channels: 3, background: '#888' } }).jpeg().toBuffer() }, { signal: stop.signal })
    const next = decoder.decode({ bytes: await code('code128', 'AFTER-1') })
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect((await next).pages[0]?.symbols.map(({ text }) => text)).toEqual(['AFTER-1'])
  })

  it('keeps the main thread free while it reads', async () => {
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 1)
    await decoder.decode({ bytes: await gs1() })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(0)
  })

  it('says so when it is closed', async () => {
    const other = createDecoder(new URL('../../../src/main/scanning/decodeWorker.ts', import.meta.url))
    const waiting = expect(other.decode({ bytes: await gs1() })).rejects.toThrow('closed')
    await other.close()
    await waiting
    await expect(other.decode({ bytes: Buffer.from('x') })).rejects.toThrow('closed')
  })
})
