import { expect, test } from 'vitest'
import { isAffix, readSetup, wedgeOptions } from '../../../src/renderer/scan/scanner-setup.ts'
import { createWedge, WEDGE } from '../../../src/renderer/scan/wedge.ts'

const USUAL = { prefix: '', suffix: '', gap: 35, layout: 'auto' as const }

test.each([
  [null, USUAL], ['', USUAL], ['nonsense', USUAL], ['[]', USUAL], ['7', USUAL],
  ['{"prefix":"~","suffix":"#","gap":60}', { ...USUAL, prefix: '~', suffix: '#', gap: 60 }], ['{"layout":"us"}', { ...USUAL, layout: 'us' }], ['{"layout":"dvorak"}', USUAL],
  ['{"prefix":"\\u0007","suffix":7,"gap":5}', USUAL], ['{"gap":101}', USUAL], ['{"gap":35.5}', USUAL], ['{"gap":100}', { ...USUAL, gap: 100 }],
  [`{"prefix":"${'x'.repeat(11)}"}`, USUAL],
])('%s is read as a setup', (kept, setup) => {
  expect(readSetup(kept)).toEqual(setup)
})

test('only what a scanner can type goes before or after a number', () => {
  expect(['', '~', 'A B', '\u00e9', 'a\tb', 'x'.repeat(10), 'x'.repeat(11)].map(isAffix)).toEqual([true, true, true, false, false, true, false])
})

test('as usual nothing changes, and a slow scanner is heard with a longer pause and only with it', () => {
  expect(wedgeOptions(USUAL)).toEqual(WEDGE)
  const caught = (gap: number): string[] => {
    const wedge = createWedge<null>(wedgeOptions({ ...USUAL, gap }))
    return ['7', '7', '1', '2', '8', '8', '2', '0', '3', '5', '1', '0', 'Enter'].flatMap((key, i) => {
      const actions = wedge.feed({ kind: 'down', key, code: key, time: i * 55, field: null })
      wedge.feed({ kind: 'up', code: key, time: i * 55 + 5 })
      return actions.flatMap((action) => (action.do === 'scan' ? [action.scan.typed] : []))
    })
  }
  expect([caught(35), caught(60)]).toEqual([[], ['771288203510']])
})
