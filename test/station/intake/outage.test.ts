import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import { linesOf, outageSheets } from '../../../src/shared/printing/outage.ts'
import { testStation } from '../helpers.ts'

async function pagesOf(bytes: Uint8Array): Promise<Array<{ text: string; width: number; height: number }>> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = [...document.pages()].map((page) => ({ text: page.getText(), width: Math.round(page.getOriginalSize().originalWidth), height: Math.round(page.getOriginalSize().originalHeight) }))
  document.destroy()
  library.destroy()
  return pages
}

test('the blank sheets say what they are for, one page each, numbered from the first', async () => {
  const { operator, station } = await testStation({ now: () => Date.UTC(2026, 10, 24, 3) })
  const { title, content } = await operator.intake.outageSheet({ first: 4, count: 3 })
  expect(title).toBe('Outage sheet 4 to 6')
  const pages = await pagesOf(Buffer.from(content, 'base64'))
  expect(pages.map((page) => [page.width, page.height])).toEqual(Array.from({ length: 3 }, () => [792, 612]))
  expect(pages.map((page) => /Outage sheet \d+/.exec(page.text)?.[0])).toEqual(['Outage sheet 4', 'Outage sheet 5', 'Outage sheet 6'])
  for (const { text } of pages) for (const part of ['Test Office', `station ${station.services.store.device}`, 'Time', 'Carrier', 'Number, or "none"', 'For (name, department)', 'Location', 'Sender', 'Note, condition', 'digit by digit', 'Keep the sheets.']) expect(text).toContain(part)
  expect((await pagesOf(Buffer.from((await operator.intake.outageSheet({ paper: 'a4' })).content, 'base64'))).map((page) => [page.width, page.height])).toEqual([[842, 595]])
  await expect(operator.intake.outageSheet({ count: 51 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test.each(['letter', 'a4'] as const)('nothing on a blank sheet of %s leaves the paper or lies on another text', (paper) => {
  const { width, height, pages: [page = []] } = outageSheets({ office: 'An office with a name that is longer than most, of Sample Street', station: 'k3m9qx7a', paper, first: 999, count: 1 })
  for (const element of page) {
    expect(element.x).toBeGreaterThanOrEqual(12)
    expect(element.x + element.w).toBeLessThanOrEqual(width - 12)
    expect(element.y).toBeGreaterThanOrEqual(11)
    expect(element.y + element.h).toBeLessThanOrEqual(height - 11)
  }
  const texts = page.filter((element) => element.kind === 'text')
  for (const [i, one] of texts.entries())
    for (const other of texts.slice(i + 1)) expect(one.x < other.x + other.w - 0.01 && other.x < one.x + one.w - 0.01 && one.y < other.y + other.h - 0.01 && other.y < one.y + one.h - 0.01, `${one.text} / ${other.text}`).toBe(false)
  expect(texts.filter((element) => /^\d+$/.test(element.text)).map((element) => element.text)).toEqual(Array.from({ length: linesOf(paper) }, (_, i) => String(i + 1)))
})
