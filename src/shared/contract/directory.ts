import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { day, id, instant, line, procedure, text } from './base.ts'
import { progress } from './office.ts'

/** How a person wants to hear that something arrived: as the office does it, by e-mail, by a printed slip, or not at all. */
export const NOTICES = ['office', 'email', 'slip', 'none'] as const
export const notice = z.enum(NOTICES)

/** Longest values of a person's fields, in UTF-16 units; the same for a screen, an import and the command line. */
export const LONGEST = { name: 200, email: 254, code: 60, phone: 60, note: 2_000, aliases: 20 } as const

const email = text(LONGEST.email).transform((value) => value.trim()).refine((value) => value === '' || /^[^\s@]+@[^\s@]+$/.test(value), 'An e-mail address looks like name@example.com.')
const short = (max: number) => text(max).transform((value) => value.trim())

export const departmentRow = z.object({
  id: z.string(), name: z.string(), code: z.string(),
  contact: z.object({ id: z.string(), name: z.string() }).nullable(), contactEmail: z.string(), active: z.boolean(),
  /** People of this department who have not left. */
  people: z.number().int(),
})
export type DepartmentRow = z.infer<typeof departmentRow>

export const mailStopRow = z.object({
  id: z.string(), code: z.string(), building: z.string(), floor: z.string(), description: z.string(),
  /** Where mail for this stop is stored until it goes out, such as B-14. */
  location: z.string(), active: z.boolean(), people: z.number().int(),
})
export type MailStopRow = z.infer<typeof mailStopRow>

export const departmentInput = z.object({ id: id.optional(), name: line(LONGEST.name), code: short(LONGEST.code).default(''), contact: id.nullable().default(null), contactEmail: email.default(''), active: z.boolean().default(true) })
export const mailStopInput = z.object({
  id: id.optional(), code: line(LONGEST.code), building: short(LONGEST.name).default(''), floor: short(LONGEST.code).default(''), description: short(LONGEST.name).default(''),
  location: short(LONGEST.code).default(''), active: z.boolean().default(true),
})

/** What may be said about a person. Left out means "as it is"; an empty text means "none". */
export const personFields = z.object({
  employeeId: short(LONGEST.code), given: short(LONGEST.name), family: short(LONGEST.name),
  /** The name as it is shown; made from given and family name when it is empty. */
  name: short(LONGEST.name),
  email, phone: short(LONGEST.phone), department: id.nullable(), mailStop: id.nullable(), location: short(LONGEST.code),
  aliases: z.array(line(LONGEST.name)).max(LONGEST.aliases), badge: short(LONGEST.code), forwarding: short(LONGEST.note), notice, note: short(LONGEST.note),
}).partial()
export type PersonFields = z.infer<typeof personFields>

/** A person as lists and the search show them. */
export const personRow = z.object({
  id: z.string(), name: z.string(), department: z.string().nullable(), mailStop: z.string().nullable(),
  /** Where mail for this person is stored: their own location, or else that of their mail stop. */
  location: z.string().nullable(),
  active: z.boolean(), leftOn: day.nullable(),
  /** Away today. `awayUntil` is the last day of it, or null when nobody knows. */
  away: z.boolean(), awayUntil: day.nullable(),
  deputy: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Pieces that wait for this person. */
  waiting: z.number().int(),
})
export type PersonRow = z.infer<typeof personRow>

/** Part of a shown text that the query matched, in UTF-16 units. */
export const matchedRange = z.object({ field: z.enum(['name', 'alias', 'department', 'mailStop']), from: z.number().int(), to: z.number().int() })

export const foundPerson = personRow.extend({
  matched: z.array(matchedRange),
  /** The other name by which the person was found, when the shown name does not tell why. */
  alias: z.string().nullable(),
  /** What tells this person from another result of the same name; null when the name is enough. */
  distinguishing: z.string().nullable(),
})
export type FoundPerson = z.infer<typeof foundPerson>

export const absence = z.object({ id: z.string(), from: day, until: day.nullable(), note: z.string(), deputy: z.object({ id: z.string(), name: z.string() }).nullable() })
export const delegate = z.object({ id: z.string(), person: z.object({ id: z.string(), name: z.string() }), from: day.nullable(), until: day.nullable() })

export const personCard = personRow.extend({
  employeeId: z.string(), given: z.string(), family: z.string(), email: z.string(), phone: z.string(),
  departmentId: z.string().nullable(), mailStopId: z.string().nullable(), building: z.string(), floor: z.string(),
  /** The person's own location; empty when the mail stop's counts. */
  ownLocation: z.string(), aliases: z.array(z.string()), badge: z.string(), forwarding: z.string(), notice, note: z.string(),
  absences: z.array(absence),
  /** Who may take this person's mail. */
  delegates: z.array(delegate),
  /** Whose mail this person may take. */
  delegateOf: z.array(delegate),
})
export type PersonCard = z.infer<typeof personCard>

/** What a column of an import file can be. */
export const IMPORT_FIELDS = [
  'employeeId', 'given', 'family', 'name', 'email', 'phone', 'department', 'departmentCode', 'mailStop', 'building', 'floor', 'location', 'aliases', 'badge', 'forwarding', 'notice', 'note', 'status', 'leftOn',
] as const
export const importField = z.enum(IMPORT_FIELDS)
export type ImportField = z.infer<typeof importField>

/** Which column holds which field, by the column's place from 0. A field stands in one column at most. */
export const importMapping = z.partialRecord(importField, z.number().int().min(0).max(999))
export type ImportMapping = z.infer<typeof importMapping>

const fieldChange = z.object({ field: importField, from: z.string(), to: z.string() })
const badRow = z.object({ row: z.number().int(), reason: z.string(), cells: z.array(z.string()) })
export type BadRow = z.infer<typeof badRow>
const missingPerson = z.object({ id: z.string(), name: z.string(), department: z.string().nullable() })

export const IMPORT_STATES = ['open', 'ready', 'applying', 'undoing', 'done', 'cancelled'] as const
export const importCounts = z.object({ added: z.number().int(), changed: z.number().int(), same: z.number().int(), bad: z.number().int(), missing: z.number().int() })
export type ImportCounts = z.infer<typeof importCounts>

export const importOpened = z.object({
  id: z.string(), name: z.string(), encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']), delimiter: z.enum([',', ';', '\t', '|']),
  columns: z.array(z.string()),
  /** The first 20 rows below the header. */
  sample: z.array(z.array(z.string())),
  mapping: importMapping,
  /** True when the mapping is the one that was used for a file with the same columns before. */
  remembered: z.boolean(),
})
export type ImportOpened = z.infer<typeof importOpened>

/** What an import would do. Rows are numbered as a spreadsheet does it: the header is row 1. */
export const importPreview = importCounts.extend({
  newDepartments: z.array(z.string()), newMailStops: z.array(z.string()),
  newRows: z.array(z.object({ row: z.number().int(), name: z.string(), fields: z.array(fieldChange) })),
  changedRows: z.array(z.object({ row: z.number().int(), id: z.string(), name: z.string(), fields: z.array(fieldChange) })),
  badRows: z.array(badRow),
  /** People of the directory that the file does not name. They stay as they are. */
  missingPeople: z.array(missingPerson),
})
export type ImportPreview = z.infer<typeof importPreview>

export const importReport = importCounts.extend({
  id: z.string(), cancelled: z.boolean(),
  /** The rows that were not taken, as a CSV file with the reason in the first column; empty when there are none. */
  badRowsCsv: z.string(),
  missingCsv: z.string(),
})
export type ImportReport = z.infer<typeof importReport>

/** Largest import file and the largest part of it in one message, in bytes. */
export const LARGEST_IMPORT = 50 << 20
export const IMPORT_PART = 4 << 20
const base64 = z.base64().max(Math.ceil(IMPORT_PART / 3) * 4)

export const directory = {
  /** Finds people by two or three letters of any name, department or mail stop; short forms and one slip forgiven. An empty text answers the likely people. */
  search: procedure('operator')
    .input(z.object({ text: text(200), likely: z.array(id).max(50).default([]), limit: z.number().int().min(1).max(50).default(12) }))
    .output(z.object({ rows: z.array(foundPerson), more: z.boolean(), ms: z.number() })),
  get: procedure('operator').input(z.object({ id })).output(personCard),
  /** By family name. `total` counts everybody whom the filter lets through. */
  list: procedure('operator')
    .input(z.object({ state: z.enum(['here', 'away', 'left', 'all']).default('here'), department: id.optional(), mailStop: id.optional(), cursor: z.string().max(20).optional(), limit: z.number().int().min(1).max(200).default(50) }))
    .output(z.object({ rows: z.array(personRow), next: z.string().nullable(), total: z.number().int() })),
  /** Adds somebody met at the counter. Refused as `employee-id-taken`, `email-taken`, `no-name`. */
  addPerson: procedure('operator').input(personFields).output(personCard),
  changePerson: procedure('supervisor').input(z.object({ id, fields: personFields })).output(personCard),
  /** Marks a person as left, or as here again. Nobody is ever deleted. */
  deactivate: procedure('supervisor').input(z.object({ id, leftOn: day.optional() })).output(personCard),
  reactivate: procedure('supervisor').input(z.object({ id })).output(personCard),
  /** Adds an absence, or changes the one named by `absence`. */
  setAbsence: procedure('operator').input(z.object({ person: id, absence: id.optional(), from: day, until: day.nullable().default(null), note: short(LONGEST.note).default(''), deputy: id.nullable().default(null) })).output(personCard),
  removeAbsence: procedure('operator').input(z.object({ person: id, absence: id })).output(personCard),
  /** Lets `delegate` take the mail of `person`; said again for the same two people, it changes the days. */
  setDelegate: procedure('supervisor').input(z.object({ person: id, delegate: id, from: day.nullable().default(null), until: day.nullable().default(null) })).output(personCard),
  removeDelegate: procedure('supervisor').input(z.object({ person: id, delegate: id })).output(personCard),
  departments: procedure('operator').output(z.array(departmentRow)),
  saveDepartment: procedure('administrator').input(departmentInput).output(departmentRow),
  mailStops: procedure('operator').output(z.array(mailStopRow)),
  saveMailStop: procedure('administrator').input(mailStopInput).output(mailStopRow),

  /** Takes one part of a file that is too large for one message. The first part has no `upload`; only the newest upload is kept. */
  importUpload: procedure('administrator').input(z.object({ upload: id.nullable().default(null), part: base64 })).output(z.object({ upload: id, bytes: z.number().int() })),
  /** Reads a file's columns and keeps its content until it is applied or cancelled. */
  importOpen: procedure('administrator').input(z.object({ name: line(255), content: base64.optional(), upload: id.optional() })).output(importOpened),
  /** Says what an import would do and changes nobody. Leaving the stream stops it. */
  importPreview: procedure('administrator').input(z.object({ id, mapping: importMapping })).output(eventIterator(z.union([z.object({ progress }), z.object({ report: importPreview })]))),
  /** Applies what was previewed. Leaving the stream does not stop it: a second call follows the same import, {@link importCancel} takes it back. */
  importApply: procedure('administrator').input(z.object({ id })).output(eventIterator(z.union([z.object({ progress }), z.object({ report: importReport })]))),
  /** Drops an import; one that is being applied is taken back completely first. */
  importCancel: procedure('administrator').input(z.object({ id })).output(z.object({})),
  /** The latest imports, newest first. */
  imports: procedure('administrator').output(z.array(importCounts.extend({ id: z.string(), name: z.string(), state: z.enum(IMPORT_STATES), at: instant, by: z.string() }))),
  /** The rows that an import did not take, as a CSV file with the reason in the first column. */
  importBadRows: procedure('administrator').input(z.object({ id })).output(z.object({ csv: z.string() })),
}
