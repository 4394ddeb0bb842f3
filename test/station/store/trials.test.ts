import { expect, test } from 'vitest'
import { attackRounds } from '../../trials/attack.ts'
import { jumping, throughChange } from '../../trials/clock.ts'
import { fullRounds, smallDisk } from '../../trials/full.ts'
import { hostileCalls } from '../../trials/hostile.ts'

// The trials by fire in small: `npm run trials` makes them whole.

test('a disk that is full at random writes loses and doubles nothing, says what to do, and goes on once there is room', async ({ onTestFinished, skip }) => {
  const disk = smallDisk()
  if ('reason' in disk) {
    skip(disk.reason)
    return
  }
  onTestFinished(disk.unmount)
  const report = await fullRounds(disk.folder, 3, 20261123)
  expect(report).toMatchObject({ lost: [], doubled: [], words: [], stuck: [], unsound: [] })
  expect(report.refusals).toBeGreaterThan(1)
})

test('through a night in which the clock changes, and with a clock that is set, every piece stands on one day', async () => {
  expect(await throughChange('America/Havana', '2026-11-01')).toMatchObject({ wrong: [] })
  const jumps = await jumping(8, 20261123)
  expect(jumps).toMatchObject({ wrong: [], told: jumps.back, onLogs: jumps.pieces })
})

test('hostile input to what can be called, as nobody and in every role, breaks and writes nothing', async () => {
  const result = await hostileCalls(1, 20261123, undefined, 0.03)
  expect(result).toMatchObject({ unforeseen: [], unlogged: [], hung: [], written: [], unsound: [] })
  expect(result.calls).toBeGreaterThan(30)
})

test('a host that is attacked from outside refuses all of it and goes on for its own people', async () => {
  const report = await attackRounds(1, 20261123)
  expect(report).toMatchObject({ let: [], silent: [], dead: [] })
  expect(report.tries).toBeGreaterThan(40)
})
