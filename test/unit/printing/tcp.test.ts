import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { createSender } from '../../../src/main/printing/sender.ts'
import { ESCPOS_STATUS, ZPL_STATUS } from '../../../src/main/printing/status.ts'
import type { Outcome } from '../../../src/main/printing/target.ts'
import { askTcp, sendTcp } from '../../../src/main/printing/tcp.ts'
import type { TcpOptions } from '../../../src/main/printing/tcp.ts'
import { startTcpPrinter } from '../../devices/tcpPrinter.ts'
import type { TcpPrinter } from '../../devices/tcpPrinter.ts'

const LABEL = Buffer.from('^XA^FO10,10^FDone^FS^XZ')
const LARGE = Buffer.concat([Buffer.from('^XA'), Buffer.alloc(12_000_000, 0x41), Buffer.from('^XZ')])
const printers: TcpPrinter[] = []

async function start(options?: Parameters<typeof startTcpPrinter>[0]): Promise<TcpPrinter> {
  const printer = await startTcpPrinter(options)
  printers.push(printer)
  return printer
}

afterEach(async () => {
  for (const printer of printers.splice(0)) await printer.close()
})

const quick: TcpOptions = { deadlineMs: 20_000, settleMs: 20 }

function sendTo(printer: TcpPrinter, bytes: Uint8Array = LABEL, options: TcpOptions = quick): Promise<Outcome> {
  return sendTcp('127.0.0.1', printer.port, bytes, options)
}

describe('TCP to a printer that works', () => {
  it('is sent when the printer took everything and closed', async () => {
    const printer = await start()
    const progress: number[] = []
    expect(await sendTo(printer, LABEL, { ...quick, onBytes: (bytes) => progress.push(bytes) })).toEqual({ state: 'sent', bytesSent: LABEL.length })
    expect(printer.labels).toEqual([LABEL.toString()])
    expect(progress).toEqual([LABEL.length])
  })

  it('is confirmed when the printer answers after the job, and the answer is kept', async () => {
    const printer = await start({ answers: {} })
    expect(await sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS })).toEqual({
      state: 'confirmed',
      bytesSent: LABEL.length,
      status: { online: true, paper: 'ok', paused: false, headHot: false, cover: 'closed', ribbonOut: false, waiting: 0 },
    })
    expect(printer.labels).toEqual([LABEL.toString()])
  })

  it('arrives whole and unchanged when it is larger than every buffer', async () => {
    const printer = await start()
    expect(await sendTo(printer, LARGE.subarray(0, 3_000_000))).toEqual({ state: 'sent', bytesSent: 3_000_000 })
    expect(Buffer.compare(printer.received[0] ?? Buffer.alloc(0), LARGE.subarray(0, 3_000_000))).toBe(0)
  })

  it('does not wait twice for an answer from a printer that never gives one', async () => {
    const printer = await start()
    let now = 0
    const send = createSender(() => now, 30)
    const target = { kind: 'tcp', host: '127.0.0.1', port: printer.port } as const
    const outcomes: string[] = []
    for (now of [0, 1_000, 3_600_000]) outcomes.push((await send(target, 'zpl', LABEL, quick)).state)
    expect(outcomes).toEqual(['sent', 'sent', 'sent'])
    const asked = printer.connections()
    printer.answer({})
    now = 3_601_000
    expect((await send(target, 'zpl', LABEL, quick)).state).toBe('sent')
    now = 9_000_000
    expect((await send(target, 'zpl', LABEL, quick)).state).toBe('confirmed')
    expect(printer.connections()).toBe(asked + 2)
  })
})

describe('TCP to a printer that fails', () => {
  it('has failed, safe to repeat, when nothing could have arrived', async () => {
    const printer = await start()
    await printer.off()
    expect(await sendTo(printer)).toEqual({ state: 'failed', bytesSent: 0, reason: `The printer at 127.0.0.1:${printer.port} refuses the connection. Is it switched on?` })
    await printer.on()
    expect((await sendTo(printer)).state).toBe('sent')
    expect(printer.labels).toHaveLength(1)
    expect(await sendTo(printer, LABEL, { ...quick, signal: AbortSignal.abort() })).toEqual({ state: 'failed', bytesSent: 0, reason: 'The job was stopped before it was sent.' })
  })

  it('has failed when the printer says beforehand that it cannot print', async () => {
    const printer = await start({ answers: { paperOut: true } })
    expect(await sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS })).toMatchObject({ state: 'failed', bytesSent: 0, reason: 'The printer is out of paper.' })
    printer.answer({ coverOpen: true })
    expect(await sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS })).toMatchObject({ state: 'failed', reason: 'The cover of the printer is open.' })
    printer.answer({ paused: true })
    expect(await sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS })).toMatchObject({ state: 'failed', reason: 'The printer is paused.' })
    expect(printer.labels).toEqual([])
    expect(Buffer.concat(printer.received).includes('^XA')).toBe(false)
    printer.answer({})
    expect((await sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS })).state).toBe('confirmed')
  })

  it('is unknown when the connection breaks in the middle, at the end, or is given up at once', async () => {
    const printer = await start()
    const states: string[] = []
    // The printer prints on ^XZ even when the connection breaks right after.
    for (const fault of [{ kind: 'cut', after: 5 }, { kind: 'cut', after: LABEL.length }, { kind: 'resetAtEnd' }] as const) {
      printer.plan(fault)
      states.push((await sendTo(printer)).state)
    }
    expect(states).toEqual(['unknown', 'unknown', 'unknown'])
    expect(printer.labels).toHaveLength(2)
    printer.plan({ kind: 'drop' })
    // Whether the break shows before the first byte is chance; a printer that read nothing may never count as sent.
    expect(['failed', 'unknown']).toContain((await sendTo(printer)).state)
    expect(printer.labels).toHaveLength(2)
  })

  it('is unknown when the printer closes in good order without waiting for the end', async () => {
    const printer = await start()
    printer.plan({ kind: 'leave', after: LABEL.length })
    expect(await sendTo(printer, LABEL, { ...quick, settleMs: 10_000 })).toEqual({ state: 'unknown', bytesSent: LABEL.length, reason: `The printer at 127.0.0.1:${printer.port} closed the connection too early.` })
  })

  it('hears an early close even when the app was busy past the time for listening', async () => {
    // In a thread of its own, so that it goes on while this one is blocked.
    const worker = new Worker(
      `const { createServer } = require('node:net'); const { parentPort } = require('node:worker_threads')
       const server = createServer({ allowHalfOpen: true }, (socket) => { socket.on('error', () => {}); socket.once('data', () => socket.end()) })
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
      { eval: true },
    )
    try {
      const [port] = (await once(worker, 'message')) as [number]
      const busy = (): void => {
        const end = performance.now() + 150
        while (performance.now() < end);
      }
      expect(await sendTcp('127.0.0.1', port, LABEL, { ...quick, settleMs: 5, onBytes: () => setImmediate(busy) })).toMatchObject({ state: 'unknown', reason: `The printer at 127.0.0.1:${port} closed the connection too early.` })
    } finally {
      await worker.terminate()
    }
  })

  it('is unknown when the printer takes no more, and the rest never prints later', async () => {
    const printer = await start()
    printer.plan({ kind: 'full', after: 100_000 })
    const outcome = await sendTo(printer, LARGE, { ...quick, deadlineMs: 200 })
    expect(outcome).toMatchObject({ state: 'unknown', reason: `The printer at 127.0.0.1:${printer.port} does not answer.` })
    expect(outcome.bytesSent).toBeLessThan(LARGE.length)
    expect(printer.labels).toEqual([])
  })

  it('is unknown when the printer swallows the job and says nothing', async () => {
    const printer = await start()
    printer.plan({ kind: 'stall', after: 5 })
    expect(await sendTo(printer, LABEL, { ...quick, deadlineMs: 100 })).toEqual({ state: 'unknown', bytesSent: LABEL.length, reason: 'The printer took the job but did not close the connection.' })
  })

  it('is unknown when the paper runs out under the job', async () => {
    const printer = await start({ answers: {} })
    const outcome = sendTo(printer, LABEL, { ...quick, status: ZPL_STATUS, onBytes: () => printer.answer({ paperOut: true }) })
    expect(await outcome).toEqual({ state: 'unknown', bytesSent: LABEL.length, reason: 'The printer is out of paper. It has the job; look whether it came out.' })
  })

  it('is unknown when it is stopped in the middle', async () => {
    const printer = await start()
    printer.plan({ kind: 'full', after: 1_000 })
    const stop = new AbortController()
    const outcome = await sendTo(printer, LARGE, { ...quick, signal: stop.signal, onBytes: () => stop.abort() })
    expect(outcome).toMatchObject({ state: 'unknown', reason: 'The job was stopped.' })
  })

  it('has failed when nobody by that name is there', async () => {
    expect(await sendTcp('printer.invalid', 9100, LABEL, quick)).toMatchObject({ state: 'failed', bytesSent: 0 })
  })
})

describe('status over TCP', () => {
  it('tells paper and cover of both kinds of printer', async () => {
    const zebra = await start({ answers: { coverOpen: true } })
    expect(await askTcp('127.0.0.1', zebra.port, ZPL_STATUS)).toMatchObject({ cover: 'open', paper: 'ok' })
    const epson = await start({ language: 'escpos', answers: { paperOut: true } })
    expect(await askTcp('127.0.0.1', epson.port, ESCPOS_STATUS)).toEqual({ online: false, paper: 'out', cover: 'closed', headHot: false, jammed: false })
    epson.answer({})
    expect(await askTcp('127.0.0.1', epson.port, ESCPOS_STATUS)).toEqual({ online: true, paper: 'ok', cover: 'closed', headHot: false, jammed: false })
  })

  it('says nothing where the printer says nothing, and why it cannot be reached', async () => {
    const mute = await start()
    expect(await askTcp('127.0.0.1', mute.port, ZPL_STATUS, 30)).toBeUndefined()
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    expect(await askTcp('127.0.0.1', port, ZPL_STATUS)).toMatch(/refuses the connection/u)
  })

  it('is not taken from half an answer or from noise', () => {
    const whole = '\u0002030,0,0,1245,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,6,0,00000003,1,000\u0003\r\n\u00021234,0\u0003\r\n'
    for (let length = 0; length < whole.length - 2; length += 1) expect(ZPL_STATUS.parse(Buffer.from(whole.slice(0, length)))).toBeUndefined()
    expect(ZPL_STATUS.parse(Buffer.from(whole))).toEqual({ online: true, paper: 'ok', paused: false, headHot: false, cover: 'closed', ribbonOut: false, waiting: 3 })
    expect(ESCPOS_STATUS.parse(Buffer.from([0xff, 0x12, 0x00, 0x12, 0x80, 0x12]))).toBeUndefined()
    expect(ESCPOS_STATUS.parse(Buffer.from([0xff, 0x12, 0x12, 0x52, 0x1e]))).toEqual({ online: true, paper: 'low', cover: 'closed', headHot: true, jammed: false })
  })
})
