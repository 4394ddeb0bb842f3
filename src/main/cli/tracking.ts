import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { NewsReport, TrackedRow } from '../../shared/contract/tracking.ts'
import { UsageError } from '../args.ts'
import { LARGEST_NEWS, readNewsFile } from '../tracking/read.ts'
import { inOrder, statusOf } from '../../shared/mail/tracking-status.ts'
import { wordsOfEvent } from '../../shared/mail/tracking-codes.ts'
import { isoOfEvent } from '../../shared/mail/tracking-times.ts'
import type { PieceNews } from '../../shared/mail/tracking.ts'
import type { Client } from './client.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { followed } from './followed.ts'

const orNull = (text: string): string | null => (text === '' ? null : text)

/** What a file says about one number, as the command prints it. Sender and addressee are those the file itself names. */
function parsed(news: PieceNews): Record<string, unknown> {
  const learned = news.events.map((event) => ({ ...event, source: 'json' as const, learnedAt: 0 }))
  const state = statusOf(learned, { senderZip: news.facts.originZip, addresseeZip: news.facts.destinationZip, words: [] })
  return {
    number: news.number, status: news.unread !== null && state.status === 'no-news' ? 'unknown' : state.status, outcome: state.outcome,
    events: inOrder(learned).map(({ event }) => ({ code: event.code, text: wordsOfEvent(event), at: isoOfEvent(event), city: orNull(event.city), state: orNull(event.state), zip: orNull(event.zip), name: orNull(event.name) })),
    ...(news.problem ? { problem: news.problem.message } : {}), ...(news.unread === null ? {} : { unread: news.unread }),
  }
}

async function parseFile(file: string): Promise<Record<string, unknown>> {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return { file, error: 'There is no such file.' }
  if (!found.isFile()) return { file, error: 'This is no file.' }
  if (found.size > LARGEST_NEWS) return { file, error: `This file is larger than ${LARGEST_NEWS >> 20} MB.` }
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) }
  }
  const read = await readNewsFile(file, bytes)
  if (!read.ok) return { file, error: read.reason }
  return { file, kind: read.kind, pieces: read.news.map(parsed), ...(read.bad.length === 0 ? {} : { bad: read.bad.map(({ row, reason }) => ({ row, reason })) }) }
}

/** `track parse FILE...`: what files say, without a store. A file that cannot be read is a line too, with its error. */
async function parse(call: Invocation, files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError('Name at least one file.')
  for (const file of files) call.io.out(JSON.stringify(await parseFile(file)))
  return 0
}

/** `track import FILE...`: takes in news, file by file. Exit code 1 when one of them could not be taken. */
async function takeIn(call: Invocation, files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError('Name at least one file.')
  return await withClient(call, async (client) => {
    let code = 0
    for (const file of files) {
      const line = await takeOne(call, client, file)
      if ('error' in line) code = 1
      call.io.out(call.json ? JSON.stringify(line) : inWords(line))
    }
    return code
  })
}

type Taken = { file: string; error: string } | ({ file: string } & NewsReport)

async function takeOne(call: Invocation, client: Client, file: string): Promise<Taken> {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) return { file, error: 'There is no such file.' }
  if (found.size > LARGEST_NEWS) return { file, error: `This file is larger than ${LARGEST_NEWS >> 20} MB. Split it.` }
  const preview = await client.tracking.open({ name: basename(file), content: readFileSync(file).toString('base64') })
  if (preview.problem !== null) return { file, error: preview.problem }
  return { file, ...(await followed(call, await client.tracking.apply({ id: preview.id }))) }
}

function inWords(line: Taken): string {
  if ('error' in line) return `${line.file}: ${line.error}`
  const parts = [`${line.events} new ${line.events === 1 ? 'event' : 'events'} about ${line.pieces} ${line.pieces === 1 ? 'piece' : 'pieces'}, ${line.same} known before`]
  if (line.unknown > 0) parts.push(`${line.unknown} ${line.unknown === 1 ? 'number belongs' : 'numbers belong'} to no piece here: ${line.unknownNumbers.slice(0, 5).join(', ')}${line.unknown > 5 ? ', ...' : ''}`)
  if (line.bad > 0) parts.push(`${line.bad} ${line.bad === 1 ? 'row was' : 'rows were'} not taken; "track parse" says why`)
  return `${line.file}: ${parts.join('. ')}.`
}

/** `track refresh`: asks USPS about what is due, as far as the quota goes. */
async function refresh(call: Invocation): Promise<number> {
  const report = await withClient(call, async (client) => await followed(call, await client.tracking.refresh({})))
  call.io.out(call.json ? JSON.stringify(report) : `${report.words}${report.left > 0 ? ` ${report.left} still to be asked about.` : ''}`)
  return 0
}

/** Rows that are asked for at once. */
const PAGE = 500

/** `track list`: every followed piece; with --json one object with all rows, otherwise a line each. */
async function list(call: Invocation, view: string): Promise<number> {
  const chosen = VIEWS.find((one) => one === view)
  if (!chosen) throw new UsageError(`--view takes ${VIEWS.join(', ')}, not "${view}".`)
  const rows = await withClient(call, async (client) => {
    const all: TrackedRow[] = []
    for (let cursor: number | null | undefined; cursor !== null;) {
      const page = await client.tracking.board({ view: chosen, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
      all.push(...page.rows)
      cursor = page.next
    }
    return all
  })
  if (call.json) call.io.out(JSON.stringify({ rows }))
  else call.io.out(rows.length === 0 ? 'No piece is followed here.' : rows.map((row) => [row.grouped, row.status, row.outcome ?? '', row.lastDay ?? '', row.name, row.attention[0]?.title ?? ''].join('\t').replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\t' ? character : ' '))).join('\n'))
  return 0
}

const VIEWS = ['all', 'open', 'closed', 'attention'] as const

/** `track`: news from carriers. */
export const trackCommand: Command = {
  name: 'track',
  usage: 'track parse FILE... | import FILE... | refresh | list [--view all|open|closed|attention]',
  summary: 'news from carriers: prints what files say (parse, no store needed), takes them in, asks USPS what is due, lists what is followed',
  options: { view: { type: 'string' } },
  run: async (call) => {
    const [what, ...rest] = call.args
    if (what === 'parse') return await parse(call, rest)
    if (what === 'import') return await takeIn(call, rest)
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`)
    if (what === 'refresh') return await refresh(call)
    if (what === 'list') return await list(call, call.values['view'] ?? 'all')
    throw new UsageError(what === undefined ? 'Say what to do: parse, import, refresh or list.' : `"${what}" is not something track does. It does parse, import, refresh and list.`)
  },
}
