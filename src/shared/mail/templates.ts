/** The texts of messages: named placeholders in braces, filled in one go, so that a value is never taken for a placeholder. */

export const NOTICE_KINDS = ['arrival', 'reminder', 'escalation', 'receipt'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** What may stand in braces in each kind of message. */
export const PLACEHOLDERS: Record<NoticeKind, readonly string[]> = {
  arrival: ['name', 'count', 'pieces', 'office'],
  reminder: ['name', 'count', 'pieces', 'days', 'office'],
  escalation: ['department', 'count', 'pieces', 'days', 'office'],
  receipt: ['name', 'count', 'pieces', 'receiver', 'time', 'office'],
}

/** What a placeholder stands for, in the words of a person. */
export const PLACEHOLDER_WORDS: Record<string, string> = {
  name: 'the recipient\u2019s name', count: 'such as "3 pieces"', pieces: 'one line a piece', office: 'the name of your office', days: 'such as "4 working days"',
  department: 'the department\u2019s name', receiver: 'who took it', time: 'when it was handed over',
}

export interface Template { readonly subject: string; readonly body: string }

export const USUAL_TEMPLATES: Record<NoticeKind, Template> = {
  arrival: { subject: 'Mail for you: {count}', body: 'Hello {name},\n\nthe mailroom has {count} for you:\n\n{pieces}\n\nYou can collect it at the counter.\n\n{office}, mailroom' },
  reminder: { subject: 'Still waiting for you: {count}', body: 'Hello {name},\n\nthis has been waiting in the mailroom for {days}:\n\n{pieces}\n\nYou can collect it at the counter, or tell us who may take it for you.\n\n{office}, mailroom' },
  escalation: { subject: 'Mail that nobody collects: {count} for {department}', body: 'Hello,\n\nthis mail for {department} has been waiting in the mailroom for {days}:\n\n{pieces}\n\nWould you see to it that somebody collects it, or tell us what to do with it?\n\n{office}, mailroom' },
  receipt: { subject: 'Handed over: {count}', body: 'Hello {name},\n\nhanded over to {receiver} at {time}:\n\n{pieces}\n\n{office}, mailroom' },
}

const PLACEHOLDER = /\{([^{}\n]{0,40})\}/g

/** The placeholders of a text that this kind of message does not have, as they stand there. */
export function unknownPlaceholders(text: string, kind: NoticeKind): string[] {
  const known = PLACEHOLDERS[kind]
  return [...new Set([...text.matchAll(PLACEHOLDER)].flatMap(([whole, name]) => (name !== undefined && known.includes(name) ? [] : [whole])))]
}

/** A text with its placeholders filled. What has no value stays as it stands. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole))
}

/** Longest subject, in UTF-16 units. */
export const LONGEST_SUBJECT = 200

/** A text as one line of a header: no line ends and no other control characters, so that nothing in it can become a header of its own. */
export function headerLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/ {2,}/g, ' ').trim().slice(0, LONGEST_SUBJECT)
}

/** A body with plain line ends and without other control characters. */
export function bodyText(text: string): string {
  return text.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '')
}

/** A message of a template. */
export function render(template: Template, values: Readonly<Record<string, string>>): Template {
  return { subject: headerLine(fill(template.subject, values)), body: bodyText(fill(template.body, values)) }
}

/**
 * An address as the envelope of a message takes it, or null when it is none: one mailbox, no names, lists, comments or control
 * characters (RFC 5321, section 4.1.2, without quoted strings).
 */
export function mailbox(text: string): string | null {
  const address = text.trim()
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]{1,64}@(?!-)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(address) && !/^\.|\.\.|\.@/.test(address) ? address : null
}

/** Values to show what a message looks like. */
export function sampleValues(kind: NoticeKind, office: string): Record<string, string> {
  const values: Record<string, string> = {
    name: 'Delphine Okafor', count: '2 pieces', office, days: '3 working days', department: 'Legal', receiver: 'Delphine Okafor', time: '10:42 AM, Nov 24, 2026',
    pieces: '- USPS Certified Mail \u2026 3356 12, from Example Supply Co.\n- UPS Ground, parcel \u2026 2345 6784',
  }
  return Object.fromEntries(PLACEHOLDERS[kind].map((name) => [name, values[name] ?? '']))
}
