import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { preparedStore, reach, startHost } from '../../trials/host.ts'
import { temporaryFolder } from '../helpers.ts'
import { mailServer, settingsFor } from './office.ts'

test('an app that is killed after the whole message was handed over asks a person, and never sends it again by itself', async () => {
  const [folder, server] = [join(temporaryFolder(), 'store'), await mailServer()]
  await preparedStore(folder)
  const open = async () => {
    const { process: child } = await startHost(folder)
    onTestFinished(() => void child.kill('SIGKILL'))
    const { client } = await reach(folder)
    const kill = async (): Promise<void> => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      expect(await gone).toEqual([null, 'SIGKILL'])
    }
    return { client, kill }
  }

  const first = await open()
  await first.client.notify.saveMail({ settings: settingsFor(server) })
  server.plan({ at: 'data-end', silent: true })
  // Its answer never comes.
  void first.client.notify.test({ to: 'ana@example.com' }).catch(() => {})
  await server.silent()
  const [sending] = (await first.client.notify.outbox({ filter: 'waiting' })).rows
  expect(sending).toMatchObject({ state: 'sending', address: 'ana@example.com' })
  await first.kill()

  // It is known at once after the start, and stays so however often the app is started and told to send what waits.
  for (let life = 0; life < 2; life++) {
    const next = await open()
    expect(await next.client.notify.outbox({ filter: 'person' })).toMatchObject({
      rows: [{ id: sending?.id, messageId: sending?.messageId, state: 'unknown', words: 'The app was closed or the computer went off while this was being sent.' }], counts: { waiting: 0, person: 1, sent: 0, failed: 0 }, stopped: false,
    })
    expect(await next.client.notify.send()).toEqual({ sent: 0, failed: 0, unknown: 0, waiting: 0 })
    expect([server.connections(), server.read()]).toEqual([1, 1])
    await next.kill()
  }

  const last = await open()
  await last.client.notify.decide({ id: sending?.id ?? '', decision: 'again' })
  await last.client.notify.send()
  expect(server.messages.map(({ to, messageId }) => [to.join(), messageId])).toEqual([['ana@example.com', sending?.messageId]])
  expect((await last.client.notify.outbox({ filter: 'sent' })).rows).toMatchObject([{ id: sending?.id, messageId: sending?.messageId, state: 'sent' }])
  await last.kill()
})
