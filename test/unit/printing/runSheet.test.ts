import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RunSheet } from '../../../src/shared/printing/runSheet.ts'
import { runSheet } from '../../../src/shared/printing/runSheet.ts'

const line = fc.record({ number: fc.stringMatching(/^[A-Z0-9]{6,22}$/), recipient: fc.string({ maxLength: 60 }), note: fc.constantFrom('', 'Has to be signed for') })
const stop = fc.record({ code: fc.stringMatching(/^MS [0-9]{3}$/), building: fc.constantFrom('', 'North'), floor: fc.constantFrom('', '2'), description: fc.constantFrom('', 'Legal'), lines: fc.array(line, { minLength: 1, maxLength: 40 }) })
const sheet = fc.record({ office: fc.constant('Test Office'), name: fc.constant('Run 2 of Nov 24'), carrier: fc.constant('Ivo Stampwell'), date: fc.constant('Nov 24, 2026, 15:04'), stops: fc.array(stop, { minLength: 1, maxLength: 12 }) })

/** The texts of a page from top to bottom. */
const texts = (page: ReturnType<typeof runSheet>['pages'][number]): string[] => page.filter((element) => element.kind === 'text').map((element) => element.text)

test('every piece stands on the sheet once, in order, under its stop; no stop stands alone at the end of a page; nothing leaves the paper', () => {
  fc.assert(fc.property(sheet, (run: RunSheet) => {
    const { pages, width, height } = runSheet(run)
    const numbers = run.stops.flatMap((one) => one.lines.map((piece) => piece.number))
    const boxes = pages.flatMap((page) => page.filter((element) => element.kind === 'box'))
    expect(boxes).toHaveLength(numbers.length)
    const bold = pages.flatMap((page) => page.filter((element) => element.kind === 'text' && element.pt === 10.5 && element.bold === true).map((element) => (element.kind === 'text' ? element.text : '')))
    expect(bold).toEqual(numbers)
    for (const [i, page] of pages.entries()) {
      expect(texts(page)).toContain(`Page ${i + 1} of ${pages.length}`)
      for (const element of page) expect([element.x >= 0, element.y >= 0, element.x + element.w <= width, element.y + element.h <= height]).toEqual([true, true, true, true])
      const heads = page.filter((element) => element.kind === 'text' && element.pt === 14).map((element) => element.y)
      const lines = page.filter((element) => element.kind === 'box').map((element) => element.y)
      expect(Math.max(...lines)).toBeGreaterThan(Math.max(...heads))
      expect(Math.min(...heads)).toBeLessThan(Math.min(...lines))
      expect(texts(page)).toEqual(expect.arrayContaining(['Test Office', 'Run 2 of Nov 24', 'Nov 24, 2026, 15:04']))
    }
  }))
})

test('a stop that goes on over a page says so there', () => {
  const many = { code: 'MS 110', building: 'North', floor: '1', description: 'Legal', lines: Array.from({ length: 60 }, (_, i) => ({ number: `BOX ${i}`, recipient: 'Delphine Okafor', note: '' })) }
  const { pages } = runSheet({ office: 'Test Office', name: 'Run 1', carrier: 'Ivo', date: '', stops: [many, { ...many, code: '', building: '', floor: '', description: '', lines: many.lines.slice(0, 1) }] })
  expect(pages.map((page) => texts(page).filter((text) => text.includes('floor 1')))).toEqual([['North, floor 1, Legal'], ['North, floor 1, Legal (continued)'], ['North, floor 1, Legal (continued)']].slice(0, pages.length))
  expect(texts(pages.at(-1) ?? [])).toContain('No mail stop')
  expect(texts(pages[0] ?? [])).toContain('Ivo, 61 pieces, 2 stops')
})
