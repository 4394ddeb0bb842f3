import type { AuditRow } from '../../../shared/contract/audit.ts'

const KINDS: Readonly<Record<string, string>> = {
  'device.began': 'Store began', 'record.changed': 'Setting or record changed', 'clock.went-back': 'Clock went back', 'event.redacted': 'Content removed', 'access.signed-in': 'Signed in', 'access.signed-out': 'Signed out', 'access.sign-in-failed': 'Wrong PIN',
  'directory.imported': 'Directory imported', 'directory.import-undone': 'Import taken back', 'piece.received': 'Taken in', 'piece.voided': 'Voided', 'piece.assigned': 'Given to a recipient', 'piece.detailed': 'Details', 'piece.number-attached': 'Second number',
  'piece.question-answered': 'Question answered', 'piece.corrected': 'Corrected', 'piece.photographed': 'Photo', 'task.ran': 'Scheduled task', 'day.signed': 'Day signed off', 'day.reopened': 'Day reopened', 'piece.handed-over': 'Handed over',
  'piece.left-at-stop': 'Left at mail stop', 'piece.brought-back': 'Came back', 'piece.scanned-out': 'Out on a run', 'piece.returned-to-sender': 'Returned to sender', 'piece.handover-corrected': 'Handover corrected', 'letter.logged': 'Letter logged',
}

/** What kind of entry it is, as people say it. A kind that this page does not know is read out. */
export function kindWords(kind: string): string {
  const known = KINDS[kind]
  if (known !== undefined) return known
  const [area = '', what = ''] = kind.split('.')
  const words = `${area.replaceAll('-', ' ')} ${what.replaceAll('-', ' ')}`.trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const TABLES: Readonly<Record<string, string>> = { user: 'Person who signs in', person: 'Person of the directory', department: 'Department', mail_stop: 'Mail stop', setting: 'Setting', printer: 'Printer', scanner: 'Scanner', print_job: 'Print job', task: 'Scheduled task', command_line_grant: 'Command line', delegate: 'Delegate', absence: 'Absence', saved_view: 'Saved view', own_number: 'Own number' }
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
  if (payload === null) return 'Its content was removed on request. The line, the time and the hashes stay.'
  if (row.kind === 'record.changed') {
    const fields = Array.isArray(payload['fields']) ? payload['fields'].map(text).filter((field) => field !== 'value').join(', ') : ''
    return `${TABLES[text(payload['table'])] ?? text(payload['table'])} ${row.about || text(payload['record'])} ${ACTIONS[text(payload['action'])] ?? text(payload['action'])}${fields ? `: ${fields}` : ''}`
  }
  if (row.kind === 'task.ran') return `${text(payload['task'])}: ${text(payload['outcome'])}. ${text(payload['message'])}`
  if (row.kind === 'day.signed' || row.kind === 'day.reopened') return [text(payload['day']), text(payload['reason'])].filter(Boolean).join(': ')
  const parts = [name(payload['receiver']), name(payload['recipient']), name(payload['addressee']), text(payload['grouped']), text(payload['reason']), text(payload['note']), text(payload['location']), text(payload['face'])]
  return parts.filter(Boolean).join(', ')
}
