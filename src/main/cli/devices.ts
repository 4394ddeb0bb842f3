import { resolve } from 'node:path'
import { language as languages, media as papers } from '../../shared/contract/printing.ts'
import { UsageError } from '../args.ts'
import { listPrinters } from '../printing/devices.ts'
import type { Decoded } from '../scanning/decodeTypes.ts'
import { DecodeError } from '../scanning/decodeTypes.ts'
import { createDecoder, decodeWorker } from '../scanning/decoder.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'
import { answerMissing } from './given.ts'
import { printable } from './pieces.ts'

/** One of the words of a choice. @throws UsageError naming them all */
function oneOf<T extends string>(name: string, value: string | undefined, choices: readonly T[]): T | undefined {
  if (value === undefined) return undefined
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}, not "${value}".`)
  return found
}

/** `print label PIECE --to ADDRESS`: a label straight to a printer, recorded as a job. */
export const printCommand: Command = {
  name: 'print',
  usage: 'print label PIECE --to tcp://HOST:PORT|file:PATH|cups:QUEUE [--language LANGUAGE] [--media PAPER]',
  summary: 'prints the label of a piece, named by its id or number, and says what became of it',
  options: { to: { type: 'string' }, language: { type: 'string' }, media: { type: 'string' } },
  run: async (call) => {
    const [what, ...words] = call.args
    if (what !== 'label') throw new UsageError(what === undefined ? 'Say what to print: label PIECE.' : `"${what}" cannot be printed from here; "label" can.`)
    const piece = words.join(' ').trim()
    if (piece === '') throw new UsageError('Name the piece by its id or number.')
    const to = call.values['to']
    if (to === undefined || to.trim() === '') throw new UsageError('--to is missing: the address of the printer.')
    // The app may run elsewhere than this command, so a path is made whole here.
    const target = to.startsWith('file:') ? `file:${resolve(to.slice('file:'.length).replace(/^\/\/(?=\/)/u, ''))}` : to
    const [language, media] = [oneOf('language', call.values['language'], languages.options), oneOf('media', call.values['media'], papers.options)]
    const job = await withClient(call, async (client) => await client.printing.printDirect({ piece, target, ...(language === undefined ? {} : { language }), ...(media === undefined ? {} : { media }) }))
    const done = job.state === 'sent' || job.state === 'confirmed'
    const outcome = done ? `${job.state} to ${job.printerName}.` : job.state === 'unknown' ? `unknown. ${job.reason ?? ''} Look whether it came out before printing it again.` : `not printed. ${job.reason ?? ''}`
    if (call.json) call.io.out(JSON.stringify(job))
    else if (done) call.io.out(printable(`${job.title}: ${outcome}`))
    else call.io.err(printable(`${job.title}: ${outcome}`))
    answerMissing(call, job.missing)
    return done ? 0 : 1
  },
}

const symbolsOf = ({ pages }: Decoded): Array<{ format: string; text: string }> => pages.flatMap(({ symbols }) => symbols.map(({ format, text }) => ({ format, text })))

/** `decode IMAGE...`: every barcode in pictures and PDFs; needs no store. */
export const decodeCommand: Command = {
  name: 'decode',
  usage: 'decode IMAGE...',
  summary: 'reads every barcode in pictures and PDFs, one line a file; ends with 1 when a file could not be read',
  options: {},
  run: async (call) => {
    if (call.args.length === 0) throw new UsageError('Name at least one picture or PDF.')
    const decoder = createDecoder(decodeWorker(call.io.worker))
    let unreadable = 0
    try {
      for (const file of call.args) {
        try {
          const symbols = symbolsOf(await decoder.decode({ path: resolve(file) }))
          call.io.out(call.json ? JSON.stringify({ file, symbols }) : printable(`${file}: ${symbols.length === 0 ? 'no barcode' : symbols.map(({ format, text }) => `${format} ${text}`).join(' | ')}`))
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error
          unreadable += 1
          call.io.out(call.json ? JSON.stringify({ file, error: error.message }) : printable(`${file}: ${error.message}`))
        }
      }
    } finally {
      await decoder.close()
    }
    return unreadable === 0 ? 0 : 1
  },
}

/** `devices`: the printers this computer knows; needs no store. */
export const devicesCommand: Command = {
  name: 'devices',
  usage: 'devices',
  summary: 'lists the print queues and printer devices of this computer',
  options: {},
  run: async (call) => {
    if (call.args.length > 0) throw new UsageError(`"${call.args[0]}" is one word too many.`)
    const { printers, notes } = await listPrinters()
    if (call.json) call.io.out(JSON.stringify({ printers, notes }))
    else call.io.out([...(printers.length === 0 ? ['No printer was found.'] : printers.map(({ target, detail, usable }) => printable(`${target}  ${detail}${usable ? '' : '  (cannot be used)'}`))), ...notes.map(printable)].join('\n'))
    return 0
  },
}
