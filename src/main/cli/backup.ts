import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CopyLoss } from '../../shared/contract/backup.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { number, plural } from '../../shared/words.ts'
import { UsageError } from '../args.ts'
import { EVENT_KINDS } from '../areas.ts'
import { redactAgain } from '../keep/drafts.ts'
import { listCopies } from '../store/backup.ts'
import { lossOf } from '../store/backup-loss.ts'
import { connect } from '../store/db.ts'
import { defaultFolder, layout } from '../store/folder.ts'
import { restore } from '../store/restore.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { followed } from './followed.ts'
import { answer, oneArgument, required } from './given.ts'

/** `backup [DIR]`: a checked copy, to the folder of the settings unless another is named. */
export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup [DIR]',
  summary: 'writes a checked copy to DIR, or to the folder in the settings, and removes its own copies that are no longer kept',
  options: {},
  run: async (call) => {
    const named = call.args.length === 0 ? null : resolve(oneArgument(call, 'the folder for the backup'))
    const report = await withClient(call, async (client) => {
      const folder = named ?? (await client.backup.settings()).folder
      if (folder === '') throw new UsageError('Name the folder for the backup, or set one under Settings, Backup.')
      return await followed(call, await client.office.backup({ folder }))
    })
    answer(call, report, [
      `Copy ${report.copy} in ${report.folder}: ${number(report.events)} events, ${report.files} files (${report.filesCopied} new), checked.`,
      ...(report.filesMissing > 0 ? [`${report.filesMissing} files that the log names are missing in the store itself. Run verify.`] : []),
      ...(report.removed.length > 0 ? [`No longer kept: ${report.removed.join(', ')}.`] : []),
      `Head: ${report.head?.hash ?? 'none'}`,
    ].join('\n'))
    return 0
  },
}

/** What the store that is replaced has and the copy has not; null when there is no such store. */
async function lossAgainst(call: Invocation, from: string): Promise<{ store: string; loss: CopyLoss; zone: string } | null> {
  const store = call.values['instead-of'] ?? defaultFolder()
  const { database, root } = layout(store)
  if (!existsSync(database)) {
    if (call.values['instead-of'] !== undefined) throw new UsageError(`There is no store in ${root}.`)
    return null
  }
  const copies = listCopies(from)
  const head = copies.find((copy) => copy.name === (call.values['copy'] ?? copies[0]?.name))?.manifest.head
  if (!head) return null
  const db = connect(database, { readonly: true })
  try {
    return { store: root, loss: await lossOf(db, head, async () => {}), zone: setting(db, OFFICE)?.zone ?? 'UTC' }
  } finally {
    db.close()
  }
}

/** When something was, in the office's time. */
const moment = (at: number, zone: string): string => `${officeDay(at, zone)} ${officeTime(at, zone)}`

/** What the copy lacks, in the words of the screen; `made` once the new store is there. */
function lossWords({ store, loss, zone }: { store: string; loss: CopyLoss; zone: string }, made: boolean): string[] {
  if (!loss.same) return [`This is not a copy of the store in ${store}. The end of its log stands nowhere in that store: it is of another store, or one of the two was rewritten.`]
  if (loss.events === 0) return [`Nothing ${made ? 'is' : 'would be'} lost: the store in ${store} has nothing that the copy has not.`]
  const entries = plural(loss.events, 'entry', 'entries')
  const [from, to] = [moment(loss.from ?? 0, zone), moment(loss.to ?? 0, zone)]
  return [
    `${loss.pieces > 0 ? `${entries} and ${plural(loss.pieces, 'piece')}` : entries} of the store in ${store} ${!made ? 'would not be' : loss.events === 1 && loss.pieces === 0 ? 'is not' : 'are not'} in it.`,
    `Recorded ${from === to ? `on ${from}` : `from ${from} to ${to}`} (${zone})${loss.first.length > 0 ? ':' : '.'}`,
    ...loss.first.slice(0, 20).map((piece) => `  ${moment(piece.receivedAt, zone)}  ${piece.grouped}  ${piece.recipient}`),
    ...(loss.pieces > 20 ? [`  and ${number(loss.pieces - 20)} more`] : []),
  ]
}

/** `restore DIR --store NEWDIR`: a new store from a copy, and what it lacks. */
export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore DIR --store NEWDIR [--copy NAME] [--instead-of OLDDIR] [--dry-run]',
  summary: 'makes a new store in NEWDIR from a backup; says what the store it replaces has and the backup has not',
  options: { copy: { type: 'string' }, 'instead-of': { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: async (call) => {
    const from = oneArgument(call, 'the folder of the backup')
    required(call, 'store')
    const lost = await lossAgainst(call, from)
    if (call.flags.has('dry-run')) {
      if (!lost) throw new UsageError('There is nothing to compare with: name the store that is replaced with --instead-of.')
      answer(call, { store: lost.store, ...lost.loss }, lossWords(lost, false).join('\n'))
      return 0
    }
    const old = lost ? connect(layout(lost.store).database, { readonly: true }) : null
    try {
      const restored = await restore(from, call.folder, { kinds: EVENT_KINDS, program: call.version, redact: redactAgain, ...(call.values['copy'] === undefined ? {} : { copy: call.values['copy'] }), ...(old && lost?.loss.same ? { instead: old } : {}) })
      const { manifest, ...rest } = restored
      answer(call, { ...rest, events: manifest.events, pieces: manifest.pieces, createdAt: manifest.createdAt, head: manifest.head, lost: lost && { store: lost.store, ...lost.loss } }, [
        `Restored ${restored.copy} into ${restored.folder}: ${number(manifest.events)} events, ${number(manifest.pieces)} pieces, as of ${moment(manifest.createdAt, restored.zone)} (${restored.zone}).`,
        ...(lost ? lossWords(lost, true) : ['What was recorded after that is not in it.']),
        'Own numbers wait until the last one used is scanned. Print jobs and messages that were waiting stay stopped.',
        ...(restored.redacted > 0 ? [`${restored.redacted} entries that were redacted after the copy was made were redacted again.`] : []),
        ...(restored.missingFiles.length > 0 ? [`${restored.missingFiles.length} files were not in the backup: ${restored.missingFiles.join(', ')}`] : []),
      ].join('\n'))
      return 0
    } finally {
      old?.close()
    }
  },
}

/** `run-tasks [TASK...]`: for the system's own scheduler, while the app is closed. */
export const tasksCommand: Command = {
  name: 'run-tasks',
  usage: 'run-tasks [TASK...]',
  summary: 'runs the scheduled tasks that are due, or the ones that are named; says what came of each',
  options: {},
  run: async (call) => {
    const ran = await withClient(call, async (client) => followed(call, await client.tasks.run(call.args.length === 0 ? {} : { tasks: [...call.args] })))
    answer(call, ran, ran.length === 0 ? 'Nothing was due.' : ran.map((run) => `${run.title}: ${run.outcome}. ${run.message}`).join('\n'))
    return ran.every((run) => run.outcome === 'done') ? 0 : 1
  },
}
