import { exceptionKind, WAITING_BY } from '../../shared/contract/custody.ts'
import { EXCEPTIONS } from '../../shared/mail/custody.ts'
import { UsageError, wholeNumber } from '../args.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { inWords, printable } from './pieces.ts'

function noMore(call: Invocation): void {
  if (call.args.length > 0) throw new UsageError(`"${call.args[0]}" is one word too many.`)
}

const limitOf = (call: Invocation): number => wholeNumber('limit', call.values['limit'] ?? '50', 1, 500)
const say = (call: Invocation, value: unknown, lines: readonly string[], none: string, more: boolean): number => {
  call.io.out(call.json ? JSON.stringify(value) : [...(lines.length === 0 ? [none] : lines.map(printable)), ...(more ? ['There are more: raise --limit.'] : [])].join('\n'))
  return 0
}

/** `waiting`: what waits, oldest first, or how much of it for whom and where. */
export const waitingCommand: Command = {
  name: 'waiting',
  usage: 'waiting [--by recipient|department|location] [--person ID] [--name NAME] [--department D] [--location L] [--limit N]',
  summary: 'lists what waits, oldest first; with --by how much, for whom or where, most first',
  options: { by: { type: 'string' }, person: { type: 'string' }, name: { type: 'string' }, department: { type: 'string' }, location: { type: 'string' }, limit: { type: 'string' } },
  run: async (call) => {
    noMore(call)
    const limit = limitOf(call)
    const { by, ...only } = Object.fromEntries(['by', 'person', 'name', 'department', 'location'].flatMap((name) => (call.values[name] === undefined ? [] : [[name, call.values[name]]])))
    const wanted = WAITING_BY.find((known) => known === by)
    if (by === undefined) {
      const found = await withClient(call, (client) => client.custody.waiting({ ...only, limit }))
      return say(call, found, found.rows.map(inWords), 'Nothing waits.', found.next !== null)
    }
    if (wanted === undefined) throw new UsageError(`--by takes ${WAITING_BY.join(', ')}, not "${by}".`)
    if (Object.keys(only).length > 0) throw new UsageError(`--by counts everything that waits; leave --${Object.keys(only)[0]} out.`)
    const found = await withClient(call, (client) => client.custody.waitingGroups({ by: wanted, limit }))
    return say(call, found, found.rows.map((row) => `${String(row.pieces).padStart(6)}  ${row.name}${row.oldestAt === null ? '' : `  since ${new Date(row.oldestAt).toISOString().slice(0, 10)}`}`), 'Nothing waits.', found.next !== null)
  },
}

/** `where NUMBER`: who has the piece that bears a number, or what else its barcode is. */
export const whereCommand: Command = {
  name: 'where',
  usage: 'where NUMBER',
  summary: 'says who has the piece with this number, since when; or whose badge, which location or container it is',
  options: {},
  run: async (call) => {
    const text = call.args.join(' ')
    if (text.trim() === '') throw new UsageError('Say which number: as it is printed or scanned.')
    const found = await withClient(call, (client) => client.custody.resolve({ text }))
    const words = { piece: found.where, person: `The badge of ${found.person?.name ?? ''}.`, location: `The location ${found.location ?? ''}.`, container: `The container ${found.container?.number ?? ''}, ${found.container?.pieces ?? 0} pieces in it.`, unknown: found.message }[found.kind]
    say(call, found, [...(found.piece ? [inWords(found.piece)] : []), words], '', false)
    return found.kind === 'unknown' ? 1 : 0
  },
}

/** `exceptions`: what does not go its usual way, with the next step. */
export const exceptionsCommand: Command = {
  name: 'exceptions',
  usage: 'exceptions [--kind K] [--limit N]',
  summary: 'lists what does not go its usual way, oldest first, with the next step',
  options: { kind: { type: 'string' }, limit: { type: 'string' } },
  run: async (call) => {
    noMore(call)
    const kind = call.values['kind'] === undefined ? undefined : exceptionKind.safeParse(call.values['kind'])
    if (kind && !kind.success) throw new UsageError(`--kind takes ${EXCEPTIONS.join(', ')}, not "${call.values['kind']}".`)
    const found = await withClient(call, (client) => client.custody.exceptions({ ...(kind ? { kind: kind.data } : {}), limit: limitOf(call) }))
    return say(call, found, found.rows.map((row) => `${row.kind}, next: ${row.next ?? 'nothing'}  ${inWords(row.piece)}`), 'Everything goes its usual way.', found.next !== null)
  },
}
