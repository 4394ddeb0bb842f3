import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queueTrouble, readTrouble, sendCups } from '../../../src/main/printing/cups.ts'
import { sendFile } from '../../../src/main/printing/device.ts'
import { listPrinters, parseQueues } from '../../../src/main/printing/devices.ts'
import { formatTarget, parseTarget, TargetError } from '../../../src/main/printing/target.ts'
import { send } from '../../../src/main/printing/transports.ts'
import { sendWindows } from '../../../src/main/printing/windows.ts'
import { startTcpPrinter } from '../../devices/tcpPrinter.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pigeonhole-print-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('printer addresses', () => {
  it('are read and written alike', () => {
    const cases = {
      'tcp://192.168.1.50': { kind: 'tcp', host: '192.168.1.50', port: 9100 },
      'tcp://zebra.local:6101': { kind: 'tcp', host: 'zebra.local', port: 6101 },
      'tcp://zebra.local:80/': { kind: 'tcp', host: 'zebra.local', port: 80 },
      'tcp://[fe80::1]:9100': { kind: 'tcp', host: 'fe80::1', port: 9100 },
      'file:/dev/usb/lp0': { kind: 'file', path: '/dev/usb/lp0' },
      'file:///dev/usb/lp0': { kind: 'file', path: '/dev/usb/lp0' },
      'file:out.zpl': { kind: 'file', path: 'out.zpl' },
      'cups:Zebra_ZD421': { kind: 'cups', queue: 'Zebra_ZD421' },
      'windows:ZDesigner ZD421-203dpi ZPL': { kind: 'windows', printer: 'ZDesigner ZD421-203dpi ZPL' },
    }
    for (const [text, target] of Object.entries(cases)) {
      expect(parseTarget(text)).toEqual(target)
      expect(parseTarget(formatTarget(parseTarget(text)))).toEqual(target)
    }
  })

  it('are refused with a reason when they are none', () => {
    for (const text of ['', 'zebra', 'tcp://', 'tcp:host', 'tcp://host:0', 'tcp://host:99999', 'tcp://user:word@host', 'tcp://host/path', 'file:', 'file:a\0b', 'cups:', 'cups:-o', 'cups:a b', 'cups:a;rm', 'cups:a/b', 'windows:', 'http://host']) {
      expect(() => parseTarget(text), text).toThrow(TargetError)
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', 'tcp://', 'file:', 'cups:', 'windows:'), (text, scheme) => {
        try {
          parseTarget(scheme + text)
        } catch (error) {
          expect(error).toBeInstanceOf(TargetError)
        }
      }),
    )
  })
})

describe('files and devices', () => {
  it('keep jobs one after another; a PDF takes the place of the last', async () => {
    const path = join(folder, 'tray.zpl')
    expect(await sendFile(path, Buffer.from('^XAone^XZ'))).toEqual({ state: 'sent', bytesSent: 9 })
    expect(await send({ kind: 'file', path }, Buffer.from('^XAtwo^XZ'))).toEqual({ state: 'sent', bytesSent: 9 })
    expect(await readFile(path, 'utf8')).toBe('^XAone^XZ^XAtwo^XZ')
    await sendFile(path, Buffer.from('%PDF-1'))
    await sendFile(path, Buffer.from('%PDF-2'))
    expect(await readFile(path, 'utf8')).toBe('%PDF-2')
  })

  it('have failed where nothing could be written', async () => {
    expect(await sendFile(folder, Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: `${folder} is a folder.` })
    expect(await sendFile('/dev/usb/lp99', Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: '/dev/usb/lp99 does not exist. Is the printer switched on and plugged in?' })
    expect(await sendFile(join(folder, 'no', 'file'), Buffer.from('x'))).toMatchObject({ state: 'failed', bytesSent: 0 })
    expect(await send({ kind: 'file', path: join(folder, 'x') }, Buffer.alloc(0))).toEqual({ state: 'failed', bytesSent: 0, reason: 'The job is empty.' })
  })

  it.skipIf(process.platform !== 'linux')('have failed when the disk is full, with nothing left behind', async () => {
    expect(await sendFile('/dev/full', Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: 'The disk is full.' })
  })

  it.skipIf(process.platform === 'win32')('have failed without anyone at the other end, and are unknown when that one stops reading', async () => {
    const pipe = join(folder, 'lp0')
    execFileSync('mkfifo', [pipe])
    expect(await sendFile(pipe, Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: `Nothing is connected to ${pipe}.` })
    const { open } = await import('node:fs/promises')
    const { constants } = await import('node:fs')
    const reader = await open(pipe, constants.O_RDWR | constants.O_NONBLOCK)
    try {
      expect(await sendFile(pipe, Buffer.from('^XAone^XZ'))).toEqual({ state: 'sent', bytesSent: 9 })
      const stuck = await sendFile(pipe, Buffer.alloc(1_000_000, 0x41), { deadlineMs: 100 })
      expect(stuck).toMatchObject({ state: 'unknown', reason: `The printer at ${pipe} takes no more data. Is it out of paper or paused?` })
      expect(stuck.bytesSent).toBeGreaterThan(0)
      expect(stuck.bytesSent).toBeLessThan(1_000_000)
    } finally {
      await reader.close()
    }
  })
})

describe.skipIf(process.platform === 'win32')('the print system, with a stand-in for lp', () => {
  let path: string | undefined
  beforeEach(() => {
    path = process.env['PATH']
  })
  afterEach(() => {
    process.env['PATH'] = path
  })

  async function standIn(name: string, script: string): Promise<void> {
    await mkdir(join(folder, 'bin'), { recursive: true })
    await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
    await chmod(join(folder, 'bin', name), 0o755)
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${path ?? ''}`
  }

  it('gets every byte, raw, and no argument from the title', async () => {
    await standIn('lp', `printf '%s\\n' "$@" > ${folder}/args; cat > ${folder}/job`)
    const bytes = Buffer.from([0x1b, 0x40, 0, 0xff, 0x0a])
    expect(await sendCups('Zebra', bytes, { title: '--help; $(touch x)\nÄ' })).toEqual({ state: 'sent', bytesSent: 5 })
    expect(Buffer.compare(await readFile(join(folder, 'job')), bytes)).toBe(0)
    expect((await readFile(join(folder, 'args'), 'utf8')).split('\n')).toEqual(['-d', 'Zebra', '-o', 'raw', '-t', 'help; $(touch x)??', '--', '-', ''])
    await sendCups('Office', Buffer.from('%PDF-1.7'), {})
    expect((await readFile(join(folder, 'args'), 'utf8')).split('\n').slice(0, 3)).toEqual(['-d', 'Office', '-t'])
  })

  it('has failed only where it says that it took nothing', async () => {
    await standIn('lp', 'echo "lp: The printer or class does not exist." >&2; exit 1')
    expect(await sendCups('Zebra', Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: 'The print queue Zebra did not take the job: lp: The printer or class does not exist.' })
    await standIn('lp', 'cat > /dev/null; echo "lp: Input/output error" >&2; exit 1')
    expect(await sendCups('Zebra', Buffer.from('x'))).toMatchObject({ state: 'unknown', bytesSent: 1 })
    await standIn('lp', 'exec sleep 60')
    expect(await sendCups('Zebra', Buffer.from('x'), { deadlineMs: 100 })).toMatchObject({ state: 'unknown', reason: 'The print queue Zebra does not answer.' })
    process.env['PATH'] = folder
    expect(await sendCups('Zebra', Buffer.from('x'))).toMatchObject({ state: 'failed', reason: 'This computer has no print system (CUPS): the command lp is missing.' })
  })

  it('holds a job back while the queue says that it could not print, in plain words', () => {
    const said = (state: string, reason: string, alerts: string): string => `printer Zebra ${state}\n\t${reason}\n\tForm mounted:\n\tAlerts: ${alerts}\n`
    const idle = 'is idle.  enabled since Tue Nov 24 03:44:28 2026'
    expect([
      readTrouble('Zebra', said(idle, 'Form mounted:', 'none')), readTrouble('Zebra', said(idle, 'Waiting', 'toner-low-report media-low-warning')), readTrouble('Zebra', said(idle, '', 'media-empty-error')),
      readTrouble('Zebra', said('now printing Zebra-4.  enabled since Tue', '', 'cover-open-report, media-jam-error')), readTrouble('Zebra', said(idle, '', 'offline-report')),
      readTrouble('Zebra', said('disabled since Tue Nov 24 -', 'no toner', 'paused')), readTrouble('Zebra', said('disabled since Tue Nov 24 -', 'Paused', 'paused')), readTrouble('Zebra', ''),
    ]).toEqual([
      undefined, undefined, 'The printer is out of paper.', 'The cover of the printer is open.', 'The printer is offline.',
      'The print queue Zebra is stopped: no toner.', 'The print queue Zebra is stopped.', undefined,
    ])
  })

  it('lists its queues and the printer devices, without passwords', async () => {
    await standIn('lpstat', 'echo "device for Zebra: socket://user:word@192.168.1.50:9100"; echo "device for Office: ipp://printer.local/ipp"')
    await writeFile(join(folder, 'lp0'), '')
    await writeFile(join(folder, 'hiddev0'), '')
    expect(await listPrinters(folder)).toEqual({
      printers: [
        { target: 'cups:Zebra', name: 'Zebra', detail: 'socket://192.168.1.50:9100', usable: true },
        { target: 'cups:Office', name: 'Office', detail: 'ipp://printer.local/ipp', usable: true },
        { target: `file:${join(folder, 'lp0')}`, name: join(folder, 'lp0'), detail: 'USB printer', usable: true },
      ],
      notes: [],
    })
    await standIn('lpstat', 'echo "lpstat: Scheduler is not running." >&2; exit 1')
    expect((await listPrinters(join(folder, 'none'))).notes).toEqual(['The print system of this computer (CUPS) is not running. Start it to find its printers here, or type the address of a printer in the network.'])
    process.env['PATH'] = join(folder, 'nothing')
    expect(await listPrinters(join(folder, 'none'))).toEqual({ printers: [], notes: ['This computer has no print system (CUPS), so its printers are not listed. Type the address of a printer in the network.'] })
    expect(parseQueues('')).toEqual([])
  })
})

const answersCups = (): boolean => /is running/u.test(spawnSync('lpstat', ['-r'], { encoding: 'utf8' }).stdout ?? '')

/** A scheduler of this computer, or one that is started for the test where that is allowed; null where there is neither. */
async function cupsScheduler(): Promise<{ stop: () => Promise<void> } | null> {
  if (spawnSync('lpadmin', ['--version']).error !== undefined) return null
  if (answersCups()) return { stop: async () => await Promise.resolve() }
  if (process.getuid?.() !== 0 || !existsSync('/usr/sbin/cupsd')) return null
  const child = spawn('/usr/sbin/cupsd', ['-f'], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  for (let i = 0; i < 100 && child.exitCode === null; i++) {
    if (answersCups()) return { stop: async () => { child.kill('SIGTERM'); await ended } }
    await pause(100)
  }
  child.kill('SIGKILL')
  return null
}

const scheduler = process.platform === 'win32' ? null : await cupsScheduler()
afterAll(async () => await scheduler?.stop())

describe('a real CUPS queue', () => {
  it('passes a job on, byte for byte, and says when it is stopped', async ({ skip }) => {
    skip(scheduler === null, 'no CUPS scheduler runs here, and none could be started')
    const printer = await startTcpPrinter()
    const queue = `pigeonhole_test_${process.pid}`
    try {
      execFileSync('lpadmin', ['-p', queue, '-E', '-v', `socket://127.0.0.1:${printer.port}`, '-m', 'raw'])
      const label = Buffer.from('^XA^FO10,10^FDqueue^FS^XZ')
      expect(await sendCups(queue, label)).toEqual({ state: 'sent', bytesSent: label.length })
      await expect.poll(() => printer.labels, { timeout: 30_000 }).toEqual([label.toString()])
      expect(await queueTrouble(queue)).toBeUndefined()
      // A queue that an administrator stopped would keep the job and print it at some later day: the job stays with the app instead.
      execFileSync('cupsdisable', ['-r', 'no toner', queue])
      expect(await sendCups(queue, label)).toEqual({ state: 'failed', bytesSent: 0, reason: `The print queue ${queue} is stopped: no toner.` })
      execFileSync('cupsenable', [queue])
      expect(await sendCups(queue, label)).toEqual({ state: 'sent', bytesSent: label.length })
      await expect.poll(() => printer.labels.length, { timeout: 30_000 }).toBe(2)
    } finally {
      spawnSync('lpadmin', ['-x', queue])
      await printer.close()
    }
  })
})

describe('the Windows spooler', () => {
  it.skipIf(process.platform === 'win32')('is refused elsewhere', async () => {
    expect(await sendWindows('Zebra', Buffer.from('x'))).toEqual({ state: 'failed', bytesSent: 0, reason: 'Windows printers exist on Windows only.' })
  })
})
