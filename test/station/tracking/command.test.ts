import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { WORKER } from '../helpers.ts'
import { A, B, detail, letter, trackingStation } from './office.ts'

test('track import, list and refresh on a store', async () => {
  const { administrator, operator, station, folder } = await trackingStation()
  const piece = await letter(operator, A)
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'operator' })
  await station.close()
  const command = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const out: string[] = []
    const err: string[] = []
    const code = await run([...args, '--store', folder], { out: (line) => out.push(line), err: (line) => err.push(line), raw: () => undefined, input: Readable.from([]), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const [news, bad] = [join(folder, '..', 'news.json'), join(folder, '..', 'bad.json')]
  writeFileSync(news, JSON.stringify([detail(A, [{ code: '04', at: '2026-11-20' }]), detail(B, [{ code: '01', at: '2026-11-20' }])]))
  writeFileSync(bad, '{')
  expect(await command('track', 'import', news, bad)).toEqual({ code: 1, out: `${news}: 1 new event about 1 piece, 0 known before. 1 number belongs to no piece here: ${B}.\n${bad}: This is not JSON: ${expectJsonError()}`, err: '' })
  const again = await command('track', 'import', news, '--json')
  expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { file: news, pieces: 0, events: 0, same: 1, unknown: 1, unknownNumbers: [B] }])
  const list = await command('track', 'list', '--json')
  expect((JSON.parse(list.out) as { rows: unknown[] }).rows).toMatchObject([{ piece, number: A, status: 'refused', outcome: 'refused', attention: [{ kind: 'refused', step: 'tell-sender' }] }])
  expect((await command('track', 'list', '--view', 'closed')).out).toBe('No piece is followed here.')
  expect(await command('track', 'refresh')).toMatchObject({ code: 1, err: expect.stringContaining('The connection to USPS is off.') })
  expect(await command('track')).toMatchObject({ code: 2, err: expect.stringContaining('parse, import, refresh or list') })
  expect(await command('track', 'list', '--view', 'x')).toMatchObject({ code: 2 })
})

function expectJsonError(): string {
  try {
    JSON.parse('{')
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
