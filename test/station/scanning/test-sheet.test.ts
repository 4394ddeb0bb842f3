import { expect, test } from 'vitest'
import { decode } from '../../../src/main/scanning/decode.ts'
import { testStation } from '../helpers.ts'

test('every symbol of the test sheet is read from the printed page', async () => {
  const { operator } = await testStation()
  const { title, content } = await operator.scanning.testSheet()
  const { pages } = await decode({ bytes: Buffer.from(content, 'base64') })
  const read = pages.flatMap(({ symbols }) => symbols.map(({ format, text }) => `${format}: ${text}`))
  expect({ title, pages: pages.length }).toEqual({ title: 'Test symbols for scanners', pages: 1 })
  expect(new Set(read)).toEqual(new Set([
    'Code128: 1Z999AA10123456784', 'GS1-128: 42010023\u001d9307109876500000000010', 'Code39: PIECE-0142', 'ITF: 771288203510', 'EAN13: 0012345678905', 'QRCode: PLA-0142', 'DataMatrix: PLA-0142',
  ]))
}, 30_000)
