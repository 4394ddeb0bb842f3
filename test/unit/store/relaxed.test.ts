import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configure, connect, relaxed } from '../../../src/main/store/db.ts'
import { temporaryFolder } from '../../station/helpers.ts'

test('what is relaxed syncs less and leaves the connection as it was, also inside of itself, after a failure, and where nothing is synced at all', () => {
  const db = connect(join(temporaryFolder(), 'store.db'))
  onTestFinished(() => { db.close() })
  configure(db)
  const level = (): unknown => db.pragma('synchronous', { simple: true })
  const FULL = 2
  const NORMAL = 1
  expect([level(), relaxed(db, level), level()]).toEqual([FULL, NORMAL, FULL])
  expect([relaxed(db, () => [relaxed(db, level), level()]), level()]).toEqual([[NORMAL, NORMAL], FULL])
  expect(() => relaxed(db, () => { throw new Error('given up') })).toThrow('given up')
  expect(level()).toBe(FULL)
  db.pragma('synchronous = OFF')
  expect([relaxed(db, level), level()]).toEqual([0, 0])
})
