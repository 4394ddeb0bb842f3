import { expect, test } from 'vitest'
import { readDeliveryText } from '../../../src/shared/mail/delivery-letter.ts'
import type { ReadNumber } from '../../../src/shared/mail/receipt-match.ts'
import { matchPage } from '../../../src/shared/mail/receipt-match.ts'

const own = (number: string, letter: string | null, y = 0, checkDigit: ReadNumber['checkDigit'] = 'valid'): ReadNumber => ({ number, kind: 'green-card', checkDigit, letter: letter === null ? null : { id: letter, cardKnown: true }, at: { x: 0, y } })
const article = (number: string, letter: string | null, y = 0, cardKnown = false): ReadNumber => ({ number, kind: 'article', checkDigit: 'valid', letter: letter === null ? null : { id: letter, cardKnown }, at: { x: 0, y } })

test.each<[string, ReadNumber[], Array<[string, string]>, string | null]>([
  ['nothing', [], [], 'no-number'],
  ['a card', [own('c1', 'one')], [['one', 'c1']], null],
  ['a card with its article number', [own('c1', 'one'), article('a1', 'one', 9)], [['one', 'c1']], null],
  ['an article number alone', [article('a1', 'one')], [['one', 'a1']], null],
  ['a card nobody recorded, beside the article number', [own('x', null), article('a1', 'one', 9)], [['one', 'a1']], null],
  ['a card nobody recorded, beside the article number of a letter that has another card', [own('x', null), article('a1', 'one', 9, true)], [], 'disagree'],
  ['a card of one letter with the article number of another', [own('c1', 'one'), article('a2', 'two', 9)], [], 'disagree'],
  ['a card with an article number of nobody', [own('c1', 'one'), article('x', null, 9)], [], 'disagree'],
  ['two cards', [own('c1', 'one'), own('c2', 'two', 500)], [['one', 'c1'], ['two', 'c2']], null],
  ['two cards, one of them known by the article number beside it', [own('c1', 'one'), own('x', null, 500), article('a2', 'two', 590)], [['two', 'a2'], ['one', 'c1']], null],
  ['two cards whose numbers are mixed', [own('c1', 'one'), own('x', null, 500), article('a2', 'two', 90)], [], 'disagree'],
  ['two cards, one of nobody', [own('c1', 'one'), own('x', null, 500)], [['one', 'c1']], 'no-letter'],
  ['the same card twice', [own('c1', 'one'), own('c1', 'one', 500)], [['one', 'c1']], null],
  ['a wrong check digit alone', [own('c1', null, 0, 'invalid')], [], 'check-digit'],
  ['a wrong check digit beside a card', [own('c1', 'one'), own('x', null, 500, 'invalid')], [['one', 'c1']], 'check-digit'],
  ['a mailing book', [article('a1', 'one'), article('a2', 'two', 9), article('a3', 'three', 18)], [], 'list'],
])('%s', (_name, numbers, letters, why) => {
  const match = matchPage(numbers)
  expect([match.letters.map(({ letter, number }) => [letter, number]), match.open?.why ?? null]).toEqual([letters, why])
})

const USPS = 'United States Postal Service. The following is the delivery information for Certified Mail/RRE item number NUMBER. Our records indicate that this item was delivered on 11/05/2026.'
const NUMBER = '9589071052700000000014'

test.each<[string, string, boolean, string[]]>([
  ['plain', USPS.replace('NUMBER', NUMBER), true, [NUMBER]],
  ['in groups', USPS.replace('NUMBER', '9589 0710 5270 0000 0000 14'), true, [NUMBER]],
  ['over two lines, a date behind it', USPS.replace('NUMBER.', '9589 0710 \r\n5270 0000 0000 14 11/05/2026'), true, [NUMBER]],
  ['a wrong check digit', USPS.replace('NUMBER', '9589071052700000000015'), false, []],
  ['two numbers', `${USPS.replace('NUMBER', NUMBER)} 9589071052700000000021`, false, [NUMBER, '9589071052700000000021']],
  ['not delivered', `${USPS.replace('NUMBER', NUMBER)} It was returned to sender.`, false, [NUMBER]],
  ['somebody else writes', `Your item number ${NUMBER} was delivered.`, false, [NUMBER]],
  ['the text of a card', `${USPS.replace('NUMBER', NUMBER)} PS Form 3811, Domestic Return Receipt`, false, [NUMBER]],
])('the text of a PDF: %s', (_name, text, known, numbers) => {
  const read = readDeliveryText(text)
  expect([read.known, read.numbers]).toEqual([known, numbers])
})
