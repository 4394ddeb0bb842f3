import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Services } from '../services.ts'
import { setting } from '../store/settings.ts'
import { STATION } from '../store/store.ts'
import type { Task } from '../tasks/task.ts'
import { takeFile } from './import.ts'
import * as queries from './queries.ts'
import { LARGEST_NEWS } from './read.ts'
import { TRACKING } from './settings.ts'

/** A message that is still being written when it is looked at is left for the next time, in milliseconds. */
const SETTLED = 2_000
/** Messages that are read in one round. */
const MOST = 500

/** What a look into the watched folder found. */
export interface MailRound { read: number; news: number; unread: Array<{ name: string; reason: string }> }

/**
 * Takes in the notices that lie in the watched folder and were not read before. The folder is left as it is; a message is known
 * again by its bytes, whatever its name.
 *
 * @throws when the folder cannot be read
 */
export async function readMail(services: Services, signal?: AbortSignal): Promise<MailRound> {
  const { store } = services
  const { watched } = setting(store.db, TRACKING)
  const round: MailRound = { read: 0, news: 0, unread: [] }
  if (watched === '') return round
  for (const name of readdirSync(watched).filter((file) => file.toLowerCase().endsWith('.eml')).sort()) {
    if (round.read >= MOST || signal?.aborted) break
    const path = join(watched, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found?.isFile() || found.size > LARGEST_NEWS || Date.now() - found.mtimeMs < SETTLED) continue
    const bytes = readFileSync(path)
    const file = createHash('sha256').update(bytes).digest('hex')
    if (queries.mailSeen(store.db, file)) continue
    const taken = await takeFile(services, STATION, name, bytes)
    round.read++
    const said = taken.ok ? (taken.report.unknown > 0 ? `No piece here has the number ${taken.report.unknownNumbers.join(', ')}.` : '') : taken.reason
    if (taken.ok && taken.report.pieces > 0) round.news++
    if (said !== '') round.unread.push({ name, reason: said })
    store.operate(STATION, () => ({ events: [], tables: (tables) => queries.keepMail(tables, { file, name, at: store.now(), said }), answer: () => null }))
  }
  return round
}

/** Looks into the watched folder by itself. */
export const mailTask: Task = {
  id: 'tracking-mail', title: 'Read notices', what: 'Reads the notices by e-mail that were put into the watched folder.', schedule: { every: 'minutes', minutes: 5 },
  missing: ({ services: { store } }) => (setting(store.db, TRACKING).watched === '' ? 'No folder is watched.' : null),
  run: async ({ services }, { signal }) => {
    const { read, news, unread } = await readMail(services, signal)
    if (read === 0) return null
    const first = unread[0]
    return `${read} ${read === 1 ? 'message' : 'messages'} read, ${news} with news.${first ? ` ${first.name}: ${first.reason}` : ''}`
  },
}
