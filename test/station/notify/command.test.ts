import { PassThrough } from 'node:stream'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { newId } from '../../../src/shared/ids.ts'
import { signed } from '../custody/office.ts'
import { temporaryFolder, WORKER } from '../helpers.ts'
import { mailOffice } from './office.ts'

test('notices send sends what waits while the app is closed, and ends with 1 when something was refused', async () => {
  const folder = join(temporaryFolder(), 'store')
  const { station, operator, administrator, server, people, arrive, box } = await mailOffice({ station: { folder, face: 'command-line', now: Date.now }, rules: { arrival: false, remindAfter: 0, escalateAfter: 0 } })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'supervisor' })
  for (const person of [people.ana, people.ben])
    await operator.custody.handOver({ id: newId(Date.now()), pile: { person }, pieces: [await arrive(person)], receiver: { kind: 'recipient', person }, signature: await signed(), receipt: true })
  expect(await box('waiting')).toHaveLength(2)
  await station.close()
  const pigeonhole = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await run([...args, '--store', folder], { out: (line) => void out.push(line), err: (line) => void err.push(line), raw: () => undefined, input: new PassThrough(), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  server.plan({ at: 'rcpt', code: 550, words: 'No such mailbox here' })
  const sent = await pigeonhole('notices', 'send', '--json')
  expect({ ...sent, out: JSON.parse(sent.out) as unknown }).toEqual({ code: 1, out: { sent: 1, failed: 1, unknown: 0, waiting: 0 }, err: '' })
  expect(server.messages.map(({ to, subject }) => [to.join(), subject])).toEqual([['ben@example.com', 'Handed over: 1 piece']])
  expect(await pigeonhole('notices', 'send')).toEqual({ code: 0, out: '0 sent, 0 refused, 0 to decide, 0 waiting.', err: '' })
  for (const [args, says] of [[['notices'], 'Say what to do: send.'], [['notices', 'sned'], '"sned" cannot be done here'], [['notices', 'send', 'all'], '"send all" cannot be done here']] as const)
    expect(await pigeonhole(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) })
}, 60_000)
