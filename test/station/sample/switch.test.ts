import { createRouterClient } from '@orpc/server'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../src/main/logger.ts'
import { createOffices, sampleFolder } from '../../../src/main/offices.ts'
import type { Client } from '../helpers.ts'
import { OFFICE, PIN, scanOf, temporaryFolder, WORKER } from '../helpers.ts'

test('the sample office is opened only before the own one is set up, and neither knows of the other', async () => {
  const folder = join(temporaryFolder(), 'store')
  const offices = createOffices({ folder, face: 'test', version: '0.0.0-test', worker: WORKER, log: silentLogger })
  onTestFinished(async () => {
    await offices.close()
    rmSync(sampleFolder(folder), { recursive: true, force: true })
  })
  const arrive = (): Client => createRouterClient(offices.current().router, { context: offices.current().connect() })
  const first = arrive()
  expect(await first.office.status()).toMatchObject({ phase: 'first-run', sample: false, mayOpenSample: true, mayLeaveSample: false })
  await expect(first.office.leaveSample()).rejects.toMatchObject({ data: { code: 'no-own-office' } })
  // Two pages that press at once get the same office.
  await Promise.all([first.office.openSample(), arrive().office.openSample()])
  const looking = arrive()
  expect(await looking.office.status()).toMatchObject({ phase: 'ready', sample: true, mayOpenSample: false, mayLeaveSample: true })
  await expect(looking.office.openSample()).rejects.toMatchObject({ data: { code: 'no-sample' } })
  const [person] = await looking.access.people()
  await looking.access.signIn({ user: person?.id ?? '', pin: PIN })
  const { piece } = await looking.intake.scan(scanOf('1Z999AA10123456784'))
  // Who was connected before stays where they are.
  expect((await first.office.status()).phase).toBe('first-run')
  await looking.office.leaveSample()

  const own = arrive()
  expect((await own.office.status()).phase).toBe('first-run')
  const { session } = await own.access.setUp({ office: OFFICE, administrator: { name: 'Otis Ledgerwood', pin: PIN } })
  await own.access.resume({ token: session.token })
  expect((await own.pieces.list({})).rows).toEqual([])
  await expect(own.pieces.get({ id: piece.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await own.office.status()).mayOpenSample).toBe(false)
  await expect(own.office.openSample()).rejects.toMatchObject({ data: { code: 'office-there' } })
  expect(existsSync(sampleFolder(folder))).toBe(true)
})
