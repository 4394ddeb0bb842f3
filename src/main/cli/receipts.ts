import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { ImportedFile } from '../../shared/contract/receipts.ts'
import { plural } from '../../shared/words.ts'
import { UsageError } from '../args.ts'
import type { Client } from './client.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { followed } from './followed.ts'
import { answer } from './given.ts'

/** What a scan may be called; everything else in the folder is left alone and counted. */
const SCAN = /\.(?:jpe?g|png|webp|tiff?|pdf)$/i
/** Largest file, in MB, as the station takes it. */
const MOST = 40

type Line = ImportedFile | { name: string; error: string }

async function takeIn(call: Invocation, client: Client, path: string): Promise<Line> {
  const name = basename(path)
  if (statSync(path).size > MOST << 20) return { name, error: `This file is larger than ${MOST} MB. Split it, or scan with a lower resolution.` }
  try {
    return await followed(call, await client.receipts.importFile({ content: readFileSync(path).toString('base64'), name }))
  } catch (error) {
    // One file that cannot be read does not keep the others out.
    if (error instanceof Error && 'data' in error) return { name, error: error.message }
    throw error
  }
}

/** Text for a terminal: what would move its cursor is left out. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')

/** `receipts import FOLDER`: takes in a folder of scanned green cards and PDFs of USPS. Exit code 1 when a file could not be taken. */
export const receiptsCommand: Command = {
  name: 'receipts',
  usage: 'receipts import FOLDER',
  summary: 'takes in scanned green cards and PDFs of USPS from a folder, or one file: files them on their letters, leaves the rest to the worklist',
  options: {},
  run: async (call) => {
    const [what, folder, ...rest] = call.args
    if (what !== 'import') throw new UsageError(what === undefined ? 'Say what to do: import FOLDER.' : `"${what}" is not something receipts does. It does import.`)
    if (folder === undefined) throw new UsageError('Name the folder with the scans.')
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`)
    const root = resolve(folder)
    const found = statSync(root, { throwIfNoEntry: false })
    if (!found) throw new Error(`There is no folder ${root}.`)
    const names = found.isDirectory() ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name).sort() : [basename(root)]
    const scans = found.isDirectory() ? names.filter((name) => SCAN.test(name)) : names
    const started = performance.now()
    const lines = await withClient(call, async (client) => {
      const all: Line[] = []
      for (const name of scans) all.push(await takeIn(call, client, found.isDirectory() ? join(root, name) : root))
      return all
    })
    const files = lines.flatMap((line) => ('error' in line ? [] : [line]))
    const failed = lines.flatMap((line) => ('error' in line ? [line] : []))
    const sum = (of: (file: ImportedFile) => number): number => files.reduce((total, file) => total + of(file), 0)
    const report = { files: files.length, pages: sum((file) => file.pages), filed: sum((file) => file.filed), open: sum((file) => file.open), known: sum((file) => file.known), failed, ignored: names.length - scans.length, seconds: Math.round(performance.now() - started) / 1_000, rows: files.flatMap(({ name, file, rows }) => rows.map((row) => ({ ...row, addressee: row.name, name, file }))) }
    answer(call, report, printable(`${plural(report.files, 'file')}, ${plural(report.pages, 'page')}: ${report.filed} filed, ${report.open} for the worklist, ${report.known} known before.`) + [
      ...report.rows.filter(({ result }) => result === 'open').map(({ name, page, words }) => `  ${name}, page ${page}: ${words}`), ...failed.map(({ name, error }) => `  ${name}: ${error}`),
      ...(report.ignored > 0 ? [`  ${plural(report.ignored, 'other file is', 'other files are')} no scans.`] : []),
    ].map((line) => `\n${printable(line)}`).join(''))
    return failed.length === 0 ? 0 : 1
  },
}
