import { expect, test } from 'vitest'
import { scanOf, testStation } from '../helpers.ts'

test('locations are found by the beginning of their name, with what lies there now', async () => {
  const { operator } = await testStation()
  const put = async (text: string, location: string): Promise<string> => {
    const { piece } = await operator.intake.scan(scanOf(text))
    return (await operator.intake.detail({ piece: piece.id, fields: { location } })).id
  }
  await put('A-1', 'B-14')
  await put('A-2', 'B-14')
  await put('A-3', 'B-2')
  await put('A-4', 'Cage')
  const voided = await put('A-5', 'B-99')
  await operator.pieces.void({ id: voided, reason: 'belongs next door' })
  const [moved] = [await put('A-6', 'B-3')]
  await operator.intake.detail({ piece: moved, fields: { location: 'B-2' } })
  const rows = async (text: string, limit = 6) => (await operator.intake.locations({ text, limit })).rows
  expect(await rows('b')).toEqual([{ location: 'B-14', pieces: 2 }, { location: 'B-2', pieces: 2 }])
  expect(await rows('b', 1)).toEqual([{ location: 'B-14', pieces: 2 }])
  expect(await rows('B-2')).toEqual([{ location: 'B-2', pieces: 2 }])
  expect(await rows('Ca')).toEqual([{ location: 'Cage', pieces: 1 }])
  expect(await rows('%')).toEqual([])
  expect(await rows('\u{1F4E6}')).toEqual([])
})
