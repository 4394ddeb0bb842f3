import { resolve } from 'node:path'
import { number } from '../../shared/words.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'
import { followed } from './followed.ts'
import { answer, oneArgument } from './given.ts'

/** `export DIR`: everything in open formats. */
export const exportCommand: Command = {
  name: 'export',
  usage: 'export DIR',
  summary: 'writes everything in open formats to a new folder: tables as CSV, the files, and a manifest with SHA-256',
  options: {},
  run: async (call) => {
    const folder = resolve(oneArgument(call, 'a new folder'))
    const report = await withClient(call, async (client) => followed(call, await client.audit.exportAll({ folder })))
    answer(call, report, `${report.tables} tables with ${number(report.rows)} rows and ${number(report.files)} files are in ${report.folder}.${report.missing > 0 ? ` ${report.missing} files are missing or damaged in the store: run verify.` : ''}`)
    return report.missing === 0 ? 0 : 1
  },
}
