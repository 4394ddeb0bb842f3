import { parse } from 'csv-parse/sync'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { scanOf, temporaryFolder, testStation, WORKER } from '../helpers.ts'

/** A closed store with four pieces, that this OS user may read from the command line. */
async function office() {
  const root = temporaryFolder()
  const { station, operator, administrator } = await testStation({ folder: join(root, 'store') })
  await administrator.access.grantCommandLine({ osUser: osUser(), role: 'operator' })
  const ids: string[] = []
  for (const number of ['1Z999AA10123456784', '986578788855', 'SHELF 12', '9589071052700412335612']) ids.push((await operator.intake.scan(scanOf(number))).piece.id)
  await operator.intake.assign({ pieces: ids.slice(0, 1), recipient: { name: 'Nobody\u001b[31m Known\u202E', department: 'Legal' }, fields: { location: 'B-14' } })
  await operator.pieces.void({ id: ids[2] ?? '', reason: 'not ours' })
  await station.close()
  const out: string[] = []
  const err: string[] = []
  const pigeonhole = async (...args: string[]) => {
    out.length = err.length = 0
    const code = await run([...args, '--store', join(root, 'store')], { out: (line) => void out.push(line), err: (line) => void err.push(line), raw: () => undefined, input: new PassThrough(), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  return { root, ids: ids as [string, string, string, string], pigeonhole }
}

const idsIn = (out: string): string[] => (JSON.parse(out) as { rows: Array<{ id: string }> }).rows.map((row) => row.id)

describe('find', () => {
  test('answers what the search finds, as JSON on one line or in words that leave the terminal alone', async () => {
    const { ids, pigeonhole } = await office()
    const json = await pigeonhole('find', '84', '--json')
    expect([json.code, idsIn(json.out), json.out.includes('\n')]).toEqual([0, [ids[0]], false])
    expect(idsIn((await pigeonhole('find', 'nobody', 'stranger', '--json')).out)).toEqual([])
    expect(idsIn((await pigeonhole('find', 'nobody', 'legal', '--json')).out)).toEqual([ids[0]])
    const words = await pigeonhole('find', '456784')
    expect(words).toEqual({ code: 0, err: '', out: expect.stringMatching(/^\d{4}-\d\d-\d\d {2}1Z 999 AA1 01 2345 6784 {2}UPS, Next Day Air {2}for Nobody\\u\{1b\}\[31m Known\\u\{202e\}, Legal {2}stored in B-14$/) })
    expect((await pigeonhole('find', 'zzz')).out).toBe('No piece has this.')
    expect(await pigeonhole('find')).toMatchObject({ code: 2, err: expect.stringContaining('Usage: find TEXT') })
  })
})

describe('pieces', () => {
  test.each<[string[], number[]]>([
    [[], [3, 2, 1, 0]], [['--state', 'stored'], [0]], [['--state', 'received,stored'], [3, 1, 0]], [['--carrier', 'ups,usps'], [3, 0]], [['--department', 'Legal'], [0]], [['--location', 'B-14'], [0]], [['--recipient', 'nobody'], [0]],
    [['--voided', 'yes'], [2]], [['--voided', 'no', '--text', '55'], [1]], [['--assignment', 'none'], [3, 1]], [['--age', '0'], [3, 1, 0]], [['--age', '1'], []], [['--day', '2020-01-01'], []], [['--limit', '2'], [3, 2]], [['--questions', 'yes'], []],
  ])('%j', async (args, expected) => {
    const { ids, pigeonhole } = await office()
    const answer = await pigeonhole('pieces', ...args, '--json')
    expect([answer.code, idsIn(answer.out)]).toEqual([0, expected.map((n) => ids[n])])
  })

  test('writes all of them to a file', async () => {
    const { root, ids, pigeonhole } = await office()
    const file = join(root, 'pieces.csv')
    expect(JSON.parse((await pigeonhole('pieces', '--voided', 'no', '--csv', file, '--json')).out)).toEqual({ file, rows: 3 })
    const rows = parse<Record<string, string>>(readFileSync(file), { columns: true, bom: true })
    expect(rows.map((row) => row['Id'])).toEqual([ids[3], ids[1], ids[0]])
    expect(existsSync(`${file}.part`)).toBe(false)
  })

  test.each([[['--age', 'x'], '--age takes a whole number'], [['--day', '2026-02-30'], '--day takes a day'], [['--voided', 'maybe'], '--voided takes yes or no'], [['--assignment', 'x'], '--assignment takes none, person'], [['extra'], 'one word too many'], [['--nope'], 'nope']])('%j is wrong use', async (args, says) => {
    const { pigeonhole } = await office()
    expect(await pigeonhole('pieces', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) })
  })
})
