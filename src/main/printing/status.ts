/** What printers say about themselves. */
import type { Language } from '../../shared/printing/profile.ts'
import type { PrinterStatus, StatusProtocol } from './target.ts'

/** The way to ask a printer of this language, or undefined where there is none. */
export function statusProtocol(language: Language): StatusProtocol | undefined {
  if (language === 'zpl') return ZPL_STATUS
  if (language === 'escpos') return ESCPOS_STATUS
  return undefined
}

/**
 * ZPL `~HS`: three lines, each between STX and ETX, fields parted by commas (Zebra, ZPL II Programming Guide, "~HS Host
 * Status Return").
 */
export const ZPL_STATUS: StatusProtocol = {
  query: Buffer.from('~HS\r\n'),
  parse(answer) {
    const text = Buffer.from(answer).toString('latin1')
    const lines = [...text.matchAll(/\u0002([^\u0002\u0003]*)\u0003/gu)].map((match) => (match[1] ?? '').split(',').map((field) => field.trim()))
    const [first, second, third] = [lines.find((line) => line.length === 12), lines.find((line) => line.length === 11), lines.length >= 3 ? lines[2] : undefined]
    if (first === undefined || second === undefined || third === undefined) return undefined
    const flag = (line: readonly string[], at: number): boolean => line[at] === '1'
    const waiting = Number.parseInt(second[8] ?? '', 10)
    const status: PrinterStatus = {
      online: !flag(first, 5),
      paper: flag(first, 1) ? 'out' : 'ok',
      paused: flag(first, 2),
      headHot: flag(first, 11),
      cover: flag(second, 2) ? 'open' : 'closed',
      ribbonOut: flag(second, 3),
      ...(Number.isNaN(waiting) ? {} : { waiting }),
    }
    return status
  },
}

/**
 * ESC/POS `DLE EOT` 1 to 4: one byte each, answered at once even while the printer works. Bits 1 and 4 are always set and
 * bits 0 and 7 never, which tells an answer from noise (Epson, ESC/POS Command Reference, "DLE EOT").
 */
export const ESCPOS_STATUS: StatusProtocol = {
  query: Buffer.from([0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4]),
  parse(answer) {
    const [printer, offline, error, paper] = answer.filter((byte) => (byte & 0b1001_0011) === 0b0001_0010)
    if (printer === undefined || offline === undefined || error === undefined || paper === undefined) return undefined
    const out = (paper & 0b0110_0000) !== 0 || (offline & 0b0010_0000) !== 0
    return {
      online: (printer & 0b0000_1000) === 0,
      paper: out ? 'out' : (paper & 0b0000_1100) !== 0 ? 'low' : 'ok',
      cover: (offline & 0b0000_0100) !== 0 ? 'open' : 'closed',
      headHot: (error & 0b0100_0000) !== 0,
      jammed: (error & 0b0000_1000) !== 0,
    }
  },
}
