/** Printing through the print system of Linux and macOS (CUPS). */
import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { DEFAULT_DEADLINE_MS } from './target.ts'
import type { Outcome, SendOptions } from './target.ts'

// What lp says before it has given anything to the print system.
const NOT_TAKEN = /does not exist|not accepting|unable to connect|connection refused|no default destination|unknown (?:destination|printer)|forbidden|unauthorized|not authorized|scheduler (?:is )?not (?:running|responding)|bad file descriptor/iu

const run = promisify(execFile)

/** What CUPS calls the state of a device, and what it means (IPP `printer-state-reasons`, RFC 8011, section 5.4.12). */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/cover-open|door-open|interlock-open/u, 'The cover of the printer is open.'],
  [/media-empty|media-needed/u, 'The printer is out of paper.'],
  [/media-jam/u, 'The paper is jammed.'],
  [/marker-supply-empty|toner-empty/u, 'The printer is out of ribbon or toner.'],
  [/offline|shutdown|connecting-to-device/u, 'The printer is offline.'],
]

/**
 * Why a print queue would not print now, in the person's words; undefined when it would, or when the print system does not say.
 */
export async function queueTrouble(queue: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('lpstat', ['-l', '-p', queue], { timeout: 3_000, env: { ...process.env, LC_ALL: 'C' } })
    return readTrouble(queue, stdout)
  } catch {
    // A queue that is not there is told by lp itself; no answer is no reason to hold a job back.
    return undefined
  }
}

/** Read what `lpstat -l -p QUEUE` prints: the first line has the state, the next the reason, "Alerts:" the device's own words. */
export function readTrouble(queue: string, output: string): string | undefined {
  const lines = output.split('\n').map((line) => line.trim())
  const alerts = lines.find((line) => line.startsWith('Alerts:')) ?? ''
  // A warning is for later; an error or a report stops the printer.
  const stopping = alerts.slice('Alerts:'.length).trim().split(/[ ,]+/u).filter((alert) => !alert.endsWith('-warning'))
  for (const [pattern, words] of REASONS) if (stopping.some((alert) => pattern.test(alert))) return words
  if (!/ disabled since /u.test(lines[0] ?? '')) return undefined
  const reason = (lines[1] ?? '').replace(/\.$/u, '')
  return `The print queue ${queue} is stopped${reason === '' || /^(?:reason unknown|paused)$/iu.test(reason) || reason.includes(':') ? '' : `: ${reason}`}.`
}

/**
 * Hand a job to a print queue that is not stopped. `sent` means that the print system has it and will see to it, across its own restarts.
 * Printer languages go through as they are (`-o raw`); a PDF goes through the printer's driver.
 */
export async function sendCups(queue: string, bytes: Uint8Array, options: SendOptions = {}): Promise<Outcome> {
  const { deadlineMs = DEFAULT_DEADLINE_MS, signal, onBytes, title = 'Pigeonhole' } = options
  if (signal?.aborted === true) return { state: 'failed', bytesSent: 0, reason: 'The job was stopped before it was sent.' }
  const trouble = await queueTrouble(queue)
  if (trouble !== undefined) return { state: 'failed', bytesSent: 0, reason: trouble }
  const pdf = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '%PDF'
  const args = ['-d', queue, ...(pdf ? [] : ['-o', 'raw']), '-t', title.replace(/[^ -~]/gu, '?').replace(/^-+/u, '').slice(0, 60), '--', '-']
  return await new Promise((resolve) => {
    // No shell: the queue's name and the title are arguments, whatever is in them.
    const child = spawn('lp', args, { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } })
    let errors = ''
    let ended = false
    const finish = (outcome: Outcome): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      resolve(outcome)
    }
    const giveUp = (reason: string): void => {
      child.kill('SIGKILL')
      finish({ state: 'unknown', bytesSent: bytes.length, reason })
    }
    const stop = (): void => giveUp('The job was stopped while the print system took it.')
    const timer = setTimeout(() => giveUp(`The print queue ${queue} does not answer.`), deadlineMs)
    signal?.addEventListener('abort', stop, { once: true })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (errors.length < 4_096) errors += text
    })
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish({ state: 'failed', bytesSent: 0, reason: error.code === 'ENOENT' ? 'This computer has no print system (CUPS): the command lp is missing.' : `The command lp could not be started (${error.code ?? error.message}).` }),
    )
    child.on('close', (code) => {
      if (code === 0) {
        onBytes?.(bytes.length)
        finish({ state: 'sent', bytesSent: bytes.length })
        return
      }
      const reason = `The print queue ${queue} did not take the job${errors.trim() === '' ? '' : `: ${errors.trim().replace(/\s+/gu, ' ').replace(/\.$/u, '')}`}.`
      finish(NOT_TAKEN.test(errors) ? { state: 'failed', bytesSent: 0, reason } : { state: 'unknown', bytesSent: bytes.length, reason })
    })
    // lp may end without reading; the exit code then tells why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
  })
}
