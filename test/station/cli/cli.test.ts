import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SEED_OFFICE } from '../../../src/main/sample/seed.ts'
import { addWorkingDays, officeDay } from '../../../src/shared/mail/days.ts'
import { preparedStore, reach, startHost } from '../../trials/host.ts'
import { scanOf } from '../helpers.ts'

const CLI = join(import.meta.dirname, '../../../out/main/cli.js')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pigeonhole-cli-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function pigeonhole(args: string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', input: options.input ?? '', env: { ...process.env, ...options.env }, maxBuffer: 256 << 20 })
  return { status, stdout, stderr }
}

const json = (stdout: string): unknown => JSON.parse(stdout)

describe('the command line', () => {
  test('makes a store, verifies it, backs it up, restores it and finds an anchor', () => {
    const root = folder()
    const [store, copies, other] = [join(root, 'store'), join(root, 'copies'), join(root, 'other')]
    const made = pigeonhole(['init', '--store', store, '--office', 'Test Office', '--zone', 'America/Chicago', '--admin', 'Otis', '--json'], { env: { PIGEONHOLE_PIN: '2468' } })
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect(json(made.stdout)).toMatchObject({ store, device: expect.any(String), recoveryCode: expect.stringMatching(/^[A-Z2-9-]{24}$/) })

    const database = new Database(join(store, 'pigeonhole.db'), { readonly: true })
    // A stolen store cannot be tried quickly: 64 MB for every try, in every face.
    expect(database.prepare("SELECT DISTINCT substr(pin, 1, 17) FROM user").pluck().all()).toEqual(['scrypt$65536$8$1$'])
    database.close()

    const verified = pigeonhole(['verify', '--store', store, '--json'])
    expect(json(verified.stdout)).toMatchObject({ ok: true, problems: [] })
    // "-" is standard output: the file alone is there, what is said of it stands beside it.
    for (const words of [['log', '--format', 'csv', '--json'], ['report', 'volume', '--format', 'csv']]) {
      const piped = pigeonhole([...words, '--out', '-', '--store', store])
      expect(piped).toMatchObject({ status: 0, stdout: expect.stringContaining(','), stderr: expect.stringMatching(words.includes('--json') ? /"file":"-"/ : /is in standard output\./) })
      expect(piped.stdout).not.toContain('standard output')
    }
    expect(readdirSync('.')).not.toContain('-')

    const head = (json(verified.stdout) as { head: { hash: string } }).head.hash

    expect(pigeonhole(['backup', copies, '--store', store])).toMatchObject({ status: 0, stdout: expect.stringContaining('checked') })
    expect(pigeonhole(['restore', copies, '--store', other, '--instead-of', store, '--dry-run'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^1 entry of the store in .+ would not be in it\.\nRecorded on .+ \(America\/Chicago\)\./) })
    const restored = pigeonhole(['restore', copies, '--store', other, '--json'])
    expect(json(restored.stdout)).toMatchObject({ folder: other, missingFiles: [] })
    expect(pigeonhole(['verify', '--store', other, '--against', head])).toMatchObject({ status: 0, stdout: expect.stringContaining('The anchor stands in the log') })
    const missing = pigeonhole(['verify', '--store', other, '--against', 'f'.repeat(64)])
    expect(missing).toMatchObject({ status: 1, stdout: expect.stringContaining('Not sound') })
  })

  test('seeds the same history for the same seed and day, another for another, and without a day up to yesterday', () => {
    const root = folder()
    const newest = (store: string): string => (json(pigeonhole(['pieces', '--limit', '1', '--store', store, '--json']).stdout) as { rows: { day: string }[] }).rows[0]?.day ?? ''
    // A Saturday: the mail of its week came until Friday.
    const heads = [['a', '5'], ['b', '5'], ['c', '6']].map(([name, seed]) => {
      const store = join(root, name ?? '')
      expect(pigeonhole(['seed', '--pieces', '300', '--seed', seed ?? '', '--until', '2026-11-21', '--store', store, '--json'])).toMatchObject({ status: 0 })
      expect(newest(store)).toBe('2026-11-20')
      return (json(pigeonhole(['verify', '--store', store, '--json']).stdout) as { ok: boolean; pieces: number; head: { hash: string } })
    })
    expect(heads.map((report) => [report.ok, report.pieces])).toEqual([[true, 300], [true, 300], [true, 300]])
    expect(heads[0]?.head.hash).toBe(heads[1]?.head.hash)
    expect(heads[0]?.head.hash).not.toBe(heads[2]?.head.hash)
    expect(pigeonhole(['seed', '--pieces', '5', '--store', join(root, 'a')])).toMatchObject({ status: 1, stderr: expect.stringContaining('Seed a new folder') })
    const days = [addWorkingDays(officeDay(Date.now(), SEED_OFFICE.zone), -1)]
    expect(pigeonhole(['seed', '--pieces', '5', '--store', join(root, 'd')])).toMatchObject({ status: 0 })
    // A night may have begun meanwhile.
    days.push(addWorkingDays(officeDay(Date.now(), SEED_OFFICE.zone), -1))
    expect(days).toContain(newest(join(root, 'd')))
    for (const day of ['9999-01-01', '2026-02-30']) expect(pigeonhole(['seed', '--pieces', '5', '--until', day, '--store', join(root, 'e')])).toMatchObject({ status: 2, stderr: expect.stringContaining('--until takes a day that has come') })
  })

  test('the help fits a terminal of 80 columns', () => {
    const lines = pigeonhole(['help']).stdout.split('\n')
    expect(lines).toContain('  backup [DIR]')
    expect(lines.filter((line) => line.length > 80 && !line.includes('/'))).toEqual([])
  })

  test('identifies arguments and lines, whatever is in them', () => {
    const line = pigeonhole(['identify', '9590 9402 5878 0038 2311 51'])
    expect(json(line.stdout)).toMatchObject({ input: '9590 9402 5878 0038 2311 51', best: { carrier: 'usps', number: '9590940258780038231151', checkDigit: 'valid' } })
    const hostile = ['1Z999AA10123456784', '\u0001\u0002', '', 'x'.repeat(100_000), '\u{1F4E6}', '{"a":1}']
    const answers = pigeonhole(['identify'], { input: hostile.join('\n') }).stdout.trimEnd().split('\n').map((text) => json(text) as { input: string; best: { carrier: string } | null })
    expect(answers.map((answer) => answer.best?.carrier ?? null)).toEqual(['ups', null, null, null, null, null])
  })

  test.each([
    [[], 2, /Usage:/], [['nonsense'], 2, /no command "nonsense"/], [['verify', '--what'], 2, /--what/], [['verify', '--against', 'xyz'], 2, /64 characters/], [['backup', 'a', 'b'], 2, /one word too many/],
    [['seed', '--pieces', '-4'], 2, /pieces/], [['seed', '--pieces', '1e9'], 2, /whole number/], [['restore', '/nowhere'], 2, /--store is missing/], [['init', '--office', 'X'], 2, /--zone is missing/],
  ])('%j is wrong use: the reason on standard error, 2', (args, status, says) => {
    const answer = pigeonhole(args)
    expect(answer.status).toBe(status)
    expect(answer.stderr + answer.stdout).toMatch(says)
  })

  test('what cannot be done is said on standard error, 1, and leaves nothing behind', () => {
    const root = folder()
    expect(pigeonhole(['verify', '--store', join(root, 'none')])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('There is no store') })
    expect(readdirSync(root)).toEqual([])
    writeFileSync(join(root, 'file'), '')
    expect(pigeonhole(['restore', root, '--store', join(root, 'new')])).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no backup') })
    expect(existsSync(join(root, 'new', 'pigeonhole.db'))).toBe(false)
  })

  test('calls the app that has the store open', async () => {
    const root = folder()
    const store = join(root, 'store')
    await preparedStore(store)
    const host = await startHost(store)
    const gone = new Promise<number | null>((resolve) => host.process.once('exit', resolve))
    onTestFinished(() => void host.process.kill('SIGKILL'))
    const { client } = await reach(store)
    await client.intake.scan(scanOf('1Z999AA10123456784'))
    expect(json(pigeonhole(['verify', '--store', store, '--json']).stdout)).toMatchObject({ ok: true, pieces: 1 })
    expect(pigeonhole(['backup', join(root, 'copies'), '--store', store])).toMatchObject({ status: 0 })
    host.process.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(readdirSync(store).filter((name) => /wal|shm|token/.test(name))).toEqual([])
  })
})
