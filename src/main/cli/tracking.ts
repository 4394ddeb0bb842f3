import { readFileSync, statSync } from 'node:fs'
import { UsageError } from '../args.ts'
import { LARGEST_NEWS, readNewsFile } from '../tracking/read.ts'
import { inOrder, statusOf } from '../../shared/mail/tracking-status.ts'
import type { PieceNews } from '../../shared/mail/tracking.ts'
import type { Command, Invocation } from './command.ts'

const orNull = (text: string): string | null => (text === '' ? null : text)

/** What a file says about one number, as the command prints it. Sender and addressee are those the file itself names. */
function parsed(news: PieceNews): Record<string, unknown> {
  const learned = news.events.map((event) => ({ ...event, source: 'json' as const, learnedAt: 0 }))
  const state = statusOf(learned, { senderZip: news.facts.originZip, addresseeZip: news.facts.destinationZip, words: [] })
  return {
    number: news.number, status: news.unread !== null && state.status === 'no-news' ? 'unknown' : state.status, outcome: state.outcome,
    events: inOrder(learned).map(({ event }) => ({ code: event.code, text: event.text, at: event.at, local: event.local, city: orNull(event.city), state: orNull(event.state), zip: orNull(event.zip), name: orNull(event.name) })),
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

/** `track`: news from carriers. */
export const trackCommand: Command = {
  name: 'track',
  usage: 'track parse FILE...',
  summary: 'prints what files with tracking news say, one JSON line a file; touches no store',
  options: {},
  run: async (call) => {
    const [what, ...rest] = call.args
    if (what === 'parse') return await parse(call, rest)
    throw new UsageError(what === undefined ? 'Say what to do: parse.' : `"${what}" is not something track does. It does parse.`)
  },
}
