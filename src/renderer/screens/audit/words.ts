import { t } from '../../catalogue/index.ts'
import type { AuditRow } from '../../../shared/contract/audit.ts'
import { shortDay } from '../../ui/words.ts'

const KINDS: Readonly<Record<string, string>> = {
  'device.began': t('audit.words.storeBegan'), 'record.changed': t('audit.words.settingOrRecordChanged'), 'clock.went-back': t('audit.words.clockWentBack'), 'event.redacted': t('audit.words.contentRemoved'), 'access.signed-in': t('audit.words.signedIn'), 'access.signed-out': t('audit.words.signedOut'), 'access.sign-in-failed': t('audit.words.wrongPin'),
  'directory.imported': t('audit.words.directoryImported'), 'directory.import-undone': t('audit.words.importTakenBack'), 'piece.received': t('common.takenIn'), 'piece.voided': t('common.voided'), 'piece.assigned': t('audit.words.givenToARecipient'), 'piece.detailed': t('audit.words.details'), 'piece.number-attached': t('audit.words.secondNumber'),
  'piece.question-answered': t('audit.words.questionAnswered'), 'piece.corrected': t('common.corrected'), 'piece.photographed': t('common.photo'), 'task.ran': t('audit.words.scheduledTask'), 'day.signed': t('audit.words.daySignedOff'), 'day.reopened': t('audit.words.dayReopened'), 'piece.handed-over': t('common.handedOver'),
  'piece.left-at-stop': t('common.leftAtMailStop'), 'piece.brought-back': t('common.cameBack'), 'piece.scanned-out': t('audit.words.outOnARun'), 'piece.returned-to-sender': t('common.returnedToSender'), 'piece.handover-corrected': t('audit.words.handoverCorrected'), 'letter.logged': t('audit.words.letterLogged'),
}

/** What kind of entry it is, as people say it. A kind that this page does not know is read out. */
export function kindWords(kind: string): string {
  const known = KINDS[kind]
  if (known !== undefined) return known
  const [area = '', what = ''] = kind.split('.')
  const words = `${area.replaceAll('-', ' ')} ${what.replaceAll('-', ' ')}`.trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const TABLES: Readonly<Record<string, string>> = { user: t('audit.words.personWhoSignsIn'), person: t('audit.words.personOfTheDirectory'), department: t('common.department'), mail_stop: t('common.mailStop'), setting: t('audit.words.setting'), printer: t('audit.words.printer'), scanner: t('audit.words.scanner'), print_job: t('audit.words.printJob'), task: t('audit.words.scheduledTask'), command_line_grant: t('common.commandLine'), delegate: t('common.delegate'), absence: t('audit.words.absence'), saved_view: t('audit.words.savedView'), own_number: t('common.ownNumber') }
const ACTIONS: Readonly<Record<string, string>> = { added: 'added', changed: 'changed', removed: 'removed' }

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')

function name(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const of = value as Record<string, unknown>
  return text(of['name']) || text(of['grouped'])
}

/** What an entry says, in a line. Nothing of it is invented: what this page does not know stays out. */
export function summary(row: AuditRow): string {
  const { payload } = row
  if (payload === null) return t('audit.words.itsContentWasRemovedOnRequest')
  if (row.kind === 'record.changed') {
    const fields = Array.isArray(payload['fields']) ? payload['fields'].map(text).filter((field) => field !== 'value').join(', ') : ''
    return `${TABLES[text(payload['table'])] ?? text(payload['table'])} ${row.about || text(payload['record'])} ${ACTIONS[text(payload['action'])] ?? text(payload['action'])}${fields ? `: ${fields}` : ''}`
  }
  if (row.kind === 'task.ran') return `${text(payload['task'])}: ${text(payload['outcome'])}. ${text(payload['message'])}`
  if (row.kind === 'day.signed' || row.kind === 'day.reopened') return [text(payload['day']).replace(/^\d{4}-\d{2}-\d{2}$/, (day) => shortDay(day)), text(payload['reason'])].filter(Boolean).join(': ')
  const parts = [name(payload['receiver']), name(payload['recipient']), name(payload['addressee']), text(payload['grouped']) === row.piece?.grouped ? '' : text(payload['grouped']), text(payload['reason']), text(payload['note']), text(payload['location']), text(payload['face'])]
  return parts.filter(Boolean).join(', ')
}
