import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExportReport, PieceFilter, PieceRow } from '../../shared/contract/pieces.ts'
import { ASSIGNMENTS, assignment } from '../../shared/contract/pieces.ts'
import { isDay } from '../../shared/mail/days.ts'
import { number } from '../../shared/words.ts'
import { UsageError, wholeNumber } from '../args.ts'
import type { Client } from './client.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'

/** Text for a terminal: what would move its cursor or turn its lines round is spelled out. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** A piece on one line. */
export function inWords(piece: PieceRow): string {
  const to = piece.recipient ? [piece.recipient.name, piece.recipient.department].filter((part) => part !== '').join(', ') : 'nobody yet'
  const state = piece.voided ? `voided: ${piece.voided.reason}` : piece.location !== '' ? `${piece.state} in ${piece.location}` : piece.holder.name !== '' ? `${piece.state}: ${piece.holder.name}` : piece.state
  return printable(`${piece.day}  ${piece.grouped}  ${[piece.carrierName, piece.service].filter((part) => part !== '').join(', ')}  for ${to}  ${state}`)
}

function print(call: Invocation, value: unknown, rows: readonly PieceRow[], none: string, after = ''): void {
  if (call.json) call.io.out(JSON.stringify(value))
  else call.io.out([...(rows.length === 0 ? [none] : rows.map(inWords)), ...(after === '' ? [] : [after])].join('\n'))
}

/** `find TEXT`: what typing TEXT into the search finds. */
export const findCommand: Command = {
  name: 'find',
  usage: 'find TEXT',
  summary: 'finds pieces by any part of a number, its last digits, or words; newest 50',
  options: {},
  run: async (call) => {
    const text = call.args.join(' ')
    if (text.trim() === '') throw new UsageError('Say what to look for: part of a number, or words.')
    if (text.length > 200) throw new UsageError('What to look for is too long: 200 characters are the most.')
    const found = await withClient(call, (client) => client.pieces.find({ text }))
    print(call, found, found.rows, 'No piece has this.')
    return 0
  },
}

const listed = (text: string): string[] => text.split(',').map((part) => part.trim()).filter((part) => part !== '')

function yesOrNo(name: string, text: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new UsageError(`--${name} takes yes or no, not "${text}".`)
  return text === 'yes'
}

/** The filter that the options of a call spell. @throws UsageError */
function filterOf(values: Readonly<Record<string, string>>): PieceFilter {
  const filter: PieceFilter = {}
  const { state, carrier, department, location, recipient, age, text, voided, questions } = values
  const open = values['assignment']
  if (state !== undefined) filter.state = listed(state)
  if (carrier !== undefined) filter.carrier = listed(carrier)
  if (department !== undefined) filter.department = department
  if (location !== undefined) filter.location = location
  if (recipient !== undefined) filter.recipient = recipient
  if (age !== undefined) filter.ageDays = wholeNumber('age', age, 0, 36_500)
  for (const name of ['day', 'from', 'to'] as const) {
    const given = values[name]
    if (given !== undefined && !isDay(given)) throw new UsageError(`--${name} takes a day like 2026-11-24, not "${given}".`)
    if (given !== undefined) filter[name] = given
  }
  if (text !== undefined) filter.text = text
  if (voided !== undefined) filter.voided = yesOrNo('voided', voided)
  if (questions !== undefined) filter.questions = yesOrNo('questions', questions)
  if (open !== undefined)
    filter.assignment = listed(open).map((value) => {
      const known = assignment.safeParse(value)
      if (!known.success) throw new UsageError(`--assignment takes ${ASSIGNMENTS.join(', ')}, not "${value}".`)
      return known.data
    })
  return filter
}

/** Writes the export under another name first, so that a file of this name is always a whole one. */
async function exportTo(client: Client, filter: PieceFilter, path: string): Promise<ExportReport> {
  const part = `${path}.part`
  const file = openSync(part, 'w')
  let report: ExportReport | null = null
  try {
    for await (const message of await client.pieces.export({ filter })) {
      if ('part' in message) writeSync(file, message.part)
      else if ('report' in message) ({ report } = message)
    }
  } finally {
    closeSync(file)
    if (!report) rmSync(part, { force: true })
  }
  if (!report) throw new Error('The export ended without a report.')
  renameSync(part, path)
  return report
}

/** `pieces`: the list of pieces, narrowed as on the screen. */
export const piecesCommand: Command = {
  name: 'pieces',
  usage: 'pieces [--state S,S] [--carrier C,C] [--department D] [--location L] [--recipient NAME] [--age DAYS] [--day DAY] [--from DAY] [--to DAY] [--text TEXT] [--voided yes|no] [--assignment A,A] [--questions yes|no] [--limit N] [--csv FILE]',
  summary: 'lists pieces, newest first; with --csv writes all of them to a file',
  options: {
    state: { type: 'string' }, carrier: { type: 'string' }, department: { type: 'string' }, location: { type: 'string' }, recipient: { type: 'string' }, age: { type: 'string' }, day: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' },
    text: { type: 'string' }, voided: { type: 'string' }, assignment: { type: 'string' }, questions: { type: 'string' }, limit: { type: 'string' }, csv: { type: 'string' },
  },
  run: async (call) => {
    if (call.args.length > 0) throw new UsageError(`"${call.args[0]}" is one word too many.`)
    const filter = filterOf(call.values)
    const file = call.values['csv']
    if (file !== undefined) {
      const path = resolve(file)
      const report = await withClient(call, (client) => exportTo(client, filter, path))
      call.io.out(call.json ? JSON.stringify({ file: path, rows: report.rows }) : `${number(report.rows)} pieces written to ${path}.`)
      return 0
    }
    const page = await withClient(call, (client) => client.pieces.list({ ...filter, limit: wholeNumber('limit', call.values['limit'] ?? '50', 1, 500) }))
    print(call, page, page.rows, 'No piece is like that.', page.next === null ? '' : 'There are more: raise --limit, or write all of them with --csv.')
    return 0
  },
}
