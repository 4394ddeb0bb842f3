import { expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../../src/shared/mail/check-digits.ts'
import { testStation } from '../helpers.ts'

const form = (serial: number): string => {
  const body = `958907105270${String(serial).padStart(9, '0')}`
  return body + String(checkDigitMod10(body))
}

test('a letter is logged and found', async () => {
  const { operator } = await testStation()
  const id = newId(Date.now())
  const { letter } = await operator.certified.log({ id, addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, services: ['card'], weight: 8, number: { text: form(1) }, matter: 'Roe 7' })
  expect(letter.total).toBe(74 + 530 + 440)
  expect((await operator.pieces.find({ text: 'Roe' })).rows.map((row) => row.id)).toEqual([id])
  const book = await operator.certified.openBook({ id: newId(Date.now()), letters: [id] })
  expect((await operator.certified.closeBook({ book: book.id })).state).toBe('closed')
  expect((await operator.certified.acceptBook({ book: book.id, day: letter.day, evidence: '3877-stamp', received: 1 })).state).toBe('accepted')
  expect((await operator.certified.get({ id })).letter.state).toBe('accepted')
  expect((await operator.pieces.list({})).rows).toEqual([])
  expect((await operator.certified.list({ stage: 'accepted' })).rows).toHaveLength(1)
})
