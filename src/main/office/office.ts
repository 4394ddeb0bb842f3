import type { BackupReport, StationStatus, VerifyReport } from '../../shared/contract/office.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { Call, CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { withProgress } from '../progress.ts'
import { BACKUP, makeCopy, tooOld } from '../backup/backup.ts'
import { countOpen as messagesOpen } from '../notify/notify.ts'
import { countOpen } from '../printing/printing.ts'
import { one } from '../store/db.ts'
import type { Progress } from '../store/reader.ts'
import { LAST_BACKUP, NUMBERING_STOPPED, OFFICE, setting } from '../store/settings.ts'

/** What every screen shows of its station. */
export function status(call: Call): StationStatus {
  const { store, face, version, sample, offices } = call.services
  const office = setting(store.db, OFFICE)
  const now = store.now()
  const mail = messagesOpen(store)
  return {
    phase: office ? 'ready' : 'first-run', office, deviceId: store.device, version, face, now, today: office ? officeDay(now, office.zone) : null, sample,
    mayOpenSample: !office && offices.openSample !== undefined, mayLeaveSample: offices.leaveSample !== undefined,
    lastBackup: setting(store.db, LAST_BACKUP), backupOld: !sample && tooOld(store.db, now), warnings: warnings(call), waiting: { outbox: mail.count, outboxLook: mail.look, print: countOpen(store) },
  }
}

/** How far a clock may be behind the last event before it is called wrong, in milliseconds. */
const CLOCK_TOLERANCE = 2_000

/** The sample office is never backed up: it can be made again. */
function warnings({ services }: Call): StationStatus['warnings'] {
  const { store } = services
  const found: StationStatus['warnings'] = []
  const last = one<{ t: number | null }>(store.db, 'SELECT max(recorded_at) AS t FROM event')?.t ?? 0
  if (last > store.now() + CLOCK_TOLERANCE)
    found.push({ code: 'clock-back', message: 'The clock of this computer is behind the last entry of the log. Set it right; entries keep their order meanwhile.', section: null })
  if (setting(store.db, NUMBERING_STOPPED))
    found.push({ code: 'restored', message: 'This store was restored from a backup. Pieces taken in after that backup are not in it, and own numbers wait until the last one used is scanned.', section: null })
  if (!services.sample && setting(store.db, OFFICE) && tooOld(store.db, store.now())) {
    const days = setting(store.db, BACKUP).warnAfterDays
    found.push({ code: 'backup-old', message: setting(store.db, LAST_BACKUP) ? `The last good backup is more than ${days === 1 ? 'a day' : `${days} days`} old. An administrator makes one under Settings, Backup.` : 'There is no backup of this store. An administrator makes one under Settings, Backup.', section: 'backup' })
  }
  for (const run of services.tasks.failed()) found.push({ code: `task-${run.task}`, message: `"${run.title}" did not work: ${run.message} It is tried again within the hour; look under Settings, Scheduled tasks.`, section: 'tasks' })
  return found
}

/** Checks the whole store in the worker. */
export function verify(call: CheckedCall, input: { against?: string | undefined; replay?: boolean | undefined }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: VerifyReport }> {
  return withProgress((onProgress, inner) => call.services.reader.run('verify', { against: input.against ?? null, replay: input.replay ?? true }, { onProgress, signal: inner }), signal)
}

/** Writes a checked copy of the store to a folder and remembers when. */
export function backup(call: CheckedCall, input: { folder: string }, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: BackupReport }> {
  return withProgress((onProgress, inner) => makeCopy(call.services, call.actor, input.folder, { onProgress, signal: inner }), signal)
}

/** Makes the sample office, if need be, and shows it from the next connection on. @throws Refusal `office-there`, `no-sample` */
export async function openSample(call: Call): Promise<Record<string, never>> {
  const { openSample: open } = call.services.offices
  if (!open) throw new Refusal('no-sample', 'The sample office cannot be opened from here. Close Pigeonhole and start it with --sample.')
  await open()
  return {}
}

/** Shows the own office again from the next connection on. @throws Refusal `no-own-office` */
export function leaveSample(call: Call): Record<string, never> {
  const { leaveSample: leave } = call.services.offices
  if (!leave) throw new Refusal('no-own-office', 'This was started with the sample office alone. Close Pigeonhole and start it without --sample.')
  leave()
  return {}
}
