import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { killRounds } from '../../trials/kill.ts'

test.each([['intake', 8], ['handover', 3], ['certified', 3], ['printing', 3], ['import', 3]] as const)('a host killed at random moments during %s loses nothing acknowledged and doubles nothing, %i times', async (work, times) => {
  const report = await killRounds(work, times, 20261123)
  expect(report).toMatchObject({ rounds: times, lost: [], doubled: [], unsound: [] })
  expect(report.acknowledged).toBeGreaterThanOrEqual(times)
}, 120_000)

const PROBE = join(import.meta.dirname, 'durability.probe.ts')

test('every answer to an intake comes after a sync of the log', ({ skip }) => {
  skip(process.platform !== 'linux', 'system calls are traced on Linux only')
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-sync-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const trace = join(folder, 'trace')
  writeFileSync(trace, '')
  const run = spawnSync('strace', ['-f', '-y', '-e', 'trace=fsync,fdatasync,write', '-s', '32', '-o', trace, process.execPath, PROBE, join(folder, 'store')], { encoding: 'utf8', timeout: 100_000 })
  skip(run.error !== undefined, 'strace is not here')
  skip(/PTRACE|ptrace|not permitted/i.test(run.stderr) || !existsSync(trace), 'tracing is denied here')
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)

  let synced = false
  let answers = 0
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    if (/(fsync|fdatasync)\(\d+<[^>]*pigeonhole\.db-wal>/.test(line)) synced = true
    if (/write\(1<[^>]*>, "ANSWER/.test(line)) {
      expect(synced, `answer ${answers + 1} came before its sync`).toBe(true)
      synced = false
      answers++
    }
  }
  expect(answers).toBe(50)
}, 120_000)
