import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Refusal } from '../call.ts'
import { SCANS, typeOf } from '../pieces/files.ts'
import { setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { Task } from '../tasks/task.ts'
import * as queries from './page-queries.ts'
import { RECEIPTS } from './settings.ts'
import type { Filing } from './stack.ts'
import { takeInFile } from './stack.ts'

/** A file that is still being written when it is looked at is left for the next time, in milliseconds. */
const SETTLED = 2_000
/** Files that are taken in in one round. */
const MOST = 200

/** What a look into the watched folder found. */
export interface FolderRound { files: number; filed: number; open: number; refused: Array<{ name: string; reason: string }> }

/** Files that could not be taken, by their bytes: they are told once, until the station is opened again. */
const refusedFiles = new WeakMap<Store, Set<string>>()

function toldOf(store: Store): Set<string> {
  const told = refusedFiles.get(store) ?? new Set<string>()
  refusedFiles.set(store, told)
  return told
}

/**
 * Takes in the scans and PDFs that lie in the watched folder and are not here yet. The folder is left as it is; a file is known again
 * by its bytes, whatever its name.
 *
 * @throws when the folder cannot be read
 */
export async function readFolder(call: Filing, signal?: AbortSignal): Promise<FolderRound> {
  const { store } = call.services
  const { watched } = setting(store.db, RECEIPTS)
  const told = toldOf(store)
  const round: FolderRound = { files: 0, filed: 0, open: 0, refused: [] }
  if (watched === '') return round
  for (const name of readdirSync(watched).sort()) {
    if (round.files >= MOST || signal?.aborted) break
    const path = join(watched, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found?.isFile() || found.size > SCANS.most || Date.now() - found.mtimeMs < SETTLED) continue
    const bytes = readFileSync(path)
    if (typeOf(bytes) === null) continue
    const file = createHash('sha256').update(bytes).digest('hex')
    if (told.has(file) || queries.isComplete(store.db, file)) continue
    try {
      const { filed, open, pages, known } = await takeInFile(call, { content: bytes, name }, () => {}, signal)
      if (known === pages) continue
      round.files++
      round.filed += filed
      round.open += open
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      told.add(file)
      round.refused.push({ name, reason: error.message })
    }
  }
  return round
}

/** Looks into the watched folder by itself. */
export const receiptsTask: Task = {
  id: 'receipts', title: 'Fetch receipts', what: 'Takes in the scans of green cards and the PDFs of USPS that were put into the watched folder.', schedule: { every: 'minutes', minutes: 5 },
  missing: ({ services: { store } }) => (setting(store.db, RECEIPTS).watched === '' ? 'No folder is watched.' : null),
  run: async (call, { signal }) => {
    const { files, filed, open, refused } = await readFolder(call, signal)
    if (files === 0 && refused.length === 0) return null
    const [first] = refused
    return `${files} ${files === 1 ? 'file' : 'files'} taken in: ${filed} ${filed === 1 ? 'page' : 'pages'} filed, ${open} for the worklist.${first ? ` ${first.name}: ${first.reason}` : ''}`
  },
}
