import { PassThrough } from 'node:stream'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { locationBarcode } from '../../../src/shared/mail/own.ts'
import { temporaryFolder, WORKER } from '../helpers.ts'
import { handOver, office, taken } from './office.ts'

test('waiting, where and exceptions answer on the command line, as JSON on one line or in words', async () => {
  const folder = join(temporaryFolder(), 'store')
  const { station, operator, administrator, delphine, rosalind } = await office({ folder })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'operator' })
  const [hers, hurt] = [await taken(operator, { person: delphine, location: 'B-14' }, 'BOX WAITS'), await taken(operator, { person: rosalind }, 'BOX HURT')]
  await handOver(operator, delphine, [await taken(operator, { person: delphine }, 'BOX GONE')])
  await operator.custody.openException({ pieces: [hurt], kind: 'damaged' })
  await station.close()
  const out: string[] = []
  const err: string[] = []
  const pigeonhole = async (...args: string[]) => {
    out.length = err.length = 0
    const code = await run([...args, '--store', folder], { out: (line) => void out.push(line), err: (line) => void err.push(line), raw: () => undefined, input: new PassThrough(), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const json = async (...args: string[]): Promise<unknown> => JSON.parse((await pigeonhole(...args, '--json')).out)
  expect(await json('waiting')).toMatchObject({ rows: [{ id: hers }, { id: hurt }], total: 2 })
  expect(await json('waiting', '--location', 'B-14')).toMatchObject({ rows: [{ id: hers }], total: 1 })
  expect(await json('waiting', '--by', 'department')).toMatchObject({ rows: [{ key: 'Legal', pieces: 1 }], next: null })
  expect((await pigeonhole('waiting', '--by', 'location')).out).toMatch(/^ {5}1 {2}B-14 {2}since \d{4}-\d\d-\d\d$/)
  expect(await json('where', 'BOX', 'GONE')).toMatchObject({ kind: 'piece', piece: { state: 'handed-over', holder: { kind: 'person', name: 'Delphine Okafor' } }, where: expect.stringContaining('handed over to Delphine Okafor') })
  expect((await pigeonhole('where', 'BOX WAITS')).out).toMatch(/stored in B-14\nThis piece lies in B-14\.$/)
  expect(await pigeonhole('where', locationBarcode('B-14'))).toMatchObject({ code: 0, out: 'The location B-14.' })
  expect(await pigeonhole('where', 'NEVER SEEN')).toMatchObject({ code: 1, out: 'No piece here has this number.' })
  expect(await json('exceptions', '--kind', 'damaged')).toMatchObject({ rows: [{ kind: 'damaged', next: 'keep', piece: { id: hurt } }], counts: { damaged: 1 } })
  expect((await pigeonhole('exceptions')).out).toMatch(/^damaged, next: keep {2}.*BOX HURT/)
  for (const [args, says] of [[['waiting', '--by', 'shoe'], '--by takes'], [['waiting', '--by', 'location', '--location', 'B-14'], 'leave --location out'], [['exceptions', '--kind', 'x'], '--kind takes'], [['waiting', 'x'], 'one word too many'], [['where'], 'Say which number']] as const)
    expect(await pigeonhole(...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) })
}, 60_000)
