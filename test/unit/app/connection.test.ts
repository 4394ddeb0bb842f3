import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { ConnectionLost, createConnection, type Connection, type ConnectionState } from '../../../src/renderer/app/connection.ts'
import type { Line } from '../../../src/renderer/app/transport.ts'

/** A line whose every step the test decides. */
function fakeLine(call: (path: readonly string[]) => Promise<unknown>) {
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<void>()
  const line: Line = { link: { call: (path) => call(path) }, opened: opened.promise, closed: closed.promise, close: () => { closed.resolve() } }
  return { line, open: () => { opened.resolve() }, refuse: () => { opened.reject(new Error('refused')) }, cut: () => { closed.resolve() } }
}

function reaches(connection: Connection, wanted: ConnectionState): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => { if (connection.state.get() === wanted) { stop(); resolve() } }
    const stop = connection.state.subscribe(check)
    check()
  })
}

const PAUSE = { first: 1, last: 4 }

test('a line that is refused or cut is opened again, and greeted each time before anyone uses it', async () => {
  const lines = [fakeLine(() => Promise.resolve({})), fakeLine(() => Promise.resolve({})), fakeLine(() => Promise.resolve({ answer: 3 }))] as const
  let used = 0
  const greeted: number[] = []
  const connection = createConnection({ pause: PAUSE, open: () => (lines[used++] ?? lines[2]).line, greet: async () => { greeted.push(used) } })
  await expect(connection.client.office.status()).rejects.toBeInstanceOf(ConnectionLost)
  lines[0].refuse()
  lines[1].open()
  lines[2].open()
  await reaches(connection, 'open')
  expect({ used, greeted }).toEqual({ used: 2, greeted: [2] })
  lines[1].cut()
  await reaches(connection, 'lost')
  await reaches(connection, 'open')
  expect({ used, greeted }).toEqual({ used: 3, greeted: [2, 3] })
  expect(await connection.client.office.status()).toEqual({ answer: 3 })
  connection.close()
})

test('calls under way when the line is cut fail as lost; answers of the station stay what they are', async () => {
  const refusal = new ORPCError('REFUSED', { defined: true, message: 'No.' })
  const calls = [() => new Promise(() => undefined), () => Promise.reject(refusal), () => Promise.reject(new ORPCError('SIGN_IN', { defined: true }))]
  let made = 0
  const first = fakeLine(() => calls[made++]?.() ?? Promise.resolve({}))
  const next = fakeLine(() => Promise.resolve({}))
  let used = 0
  const connection = createConnection({ pause: PAUSE, open: () => (used++ === 0 ? first.line : next.line), greet: () => Promise.resolve() })
  let asked = 0
  connection.onSignInNeeded(() => { asked++ })
  first.open()
  await reaches(connection, 'open')
  const pending = connection.client.office.status()
  await expect(connection.client.office.status()).rejects.toBe(refusal)
  await expect(connection.client.office.status()).rejects.toMatchObject({ code: 'SIGN_IN' })
  expect(asked).toBe(1)
  first.cut()
  await expect(pending).rejects.toBeInstanceOf(ConnectionLost)
  connection.close()
})

test('a station that takes the line and says nothing is given up', async () => {
  let used = 0
  const connection = createConnection({ pause: PAUSE, patience: 5, open: () => { used++; return fakeLine(() => Promise.resolve({})).line }, greet: () => Promise.resolve() })
  await reaches(connection, 'lost')
  connection.close()
  expect(used).toBeGreaterThanOrEqual(1)
})
