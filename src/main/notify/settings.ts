import * as z from 'zod'
import type { MailSettings, NoticeSettings } from '../../shared/contract/notify.ts'
import { mailSettings, noticeSettings } from '../../shared/contract/notify.ts'
import { USUAL_CALENDAR } from '../../shared/mail/calendar.ts'
import type { NoticeKind, Template } from '../../shared/mail/templates.ts'
import { USUAL_TEMPLATES } from '../../shared/mail/templates.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Setting } from '../store/settings.ts'
import { setting } from '../store/settings.ts'

/** The connection to the mail server; its password is a secret and stands elsewhere. */
export const MAIL: Setting<MailSettings | null> = { name: 'mail', schema: mailSettings.nullable(), fallback: null }

export const NOTICES: Setting<NoticeSettings> = {
  name: 'notices', schema: noticeSettings,
  fallback: {
    on: false, office: 'email', arrival: true, windowMinutes: 15, remindAfter: 3, reminders: 2, escalateAfter: 10, from: '08:00', receipt: false,
    calendar: { weekdays: [...USUAL_CALENDAR.weekdays], federalHolidays: USUAL_CALENDAR.federalHolidays, closed: [...USUAL_CALENDAR.closed] },
  },
}

/** Nothing is sent while this is true. */
export const OUTBOX_STOPPED: Setting<boolean> = { name: 'outbox-stopped', schema: z.boolean(), fallback: false }

/** The texts that an administrator changed. */
export const TEMPLATES: Setting<Partial<Record<NoticeKind, Template>>> = {
  name: 'notice-templates', schema: z.partialRecord(z.enum(['arrival', 'reminder', 'escalation', 'receipt']), z.object({ subject: z.string(), body: z.string() })), fallback: {},
}

export function templateOf(db: ReadableDb, kind: NoticeKind): Template {
  return setting(db, TEMPLATES)[kind] ?? USUAL_TEMPLATES[kind]
}
