import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { connectAs, openStation, temporaryFolder, testStation, WORKER } from '../helpers.ts'

async function command(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line), raw: () => undefined, input: Readable.from([]), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('import directory: takes good rows under a mapping file, writes the bad ones with their reasons, and says what went wrong', async () => {
  const root = temporaryFolder()
  const folder = join(root, 'store')
  const { station, administrator } = await testStation({ folder })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
  await station.close()
  const [list, mapping, bad] = [join(root, 'people.csv'), join(root, 'mapping.json'), join(root, 'bad.csv')]
  writeFileSync(list, 'Personnel no;Surname;Called;Mail\n1;Lee;Ann;ann@example.com\n2;May;Bob;nowhere\n')
  writeFileSync(mapping, JSON.stringify({ employeeId: 'personnel NO', family: 'Surname', given: 2, email: 'Mail' }))

  expect(await command(['import', 'directory', list, '--mapping', mapping, '--bad', bad, '--store', folder])).toEqual({
    code: 0, out: `1 person added, 0 changed, 0 as before.\n1 row was not taken:\n  row 3: "nowhere" is not an e-mail address.\nAll of them, with the reasons, are in ${bad}.`, err: '',
  })
  expect(readFileSync(bad, 'utf8')).toBe('\uFEFFReason;Row;Personnel no;Surname;Called;Mail\r\n"""nowhere"" is not an e-mail address.";3;2;May;Bob;nowhere\r\n')
  const again = await command(['import', 'directory', list, '--store', folder, '--json'])
  expect(JSON.parse(again.out)).toMatchObject({ added: 0, changed: 0, same: 1, bad: 1, missing: 0, cancelled: false, mapping: { employeeId: 'Personnel no', family: 'Surname', given: 'Called', email: 'Mail' } })

  writeFileSync(mapping, '{"family": "Nachname"}')
  expect(await command(['import', 'directory', list, '--mapping', mapping, '--store', folder])).toMatchObject({ code: 2, err: expect.stringContaining('Its columns are Personnel no, Surname, Called, Mail.') })
  expect(await command(['import', 'directory', join(root, 'none.csv'), '--store', folder])).toMatchObject({ code: 1, err: expect.stringContaining('There is no file') })
  expect(await command(['import', 'pieces', list])).toMatchObject({ code: 2, err: expect.stringContaining('only directory can') })
  const client = connectAs(openStation({ folder }), 'operator')
  expect((await client.directory.search({ text: 'lee' })).rows.map((row) => row.name)).toEqual(['Ann Lee'])
})
