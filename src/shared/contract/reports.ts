import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { day, instant, procedure } from './base.ts'
import { letterFilter } from './letters.ts'
import { progress } from './office.ts'
import { pieceFilter } from './pieces.ts'
import { missing } from './printing.ts'

/** The questions a report answers, each with the ways its answer can be split up; the first is the one it opens with. */
export const REPORTS = {
  volume: ['day', 'month', 'hour', 'carrier', 'department'],
  turnaround: ['department', 'carrier', 'day', 'month'],
  waiting: ['age', 'department', 'location', 'recipient'],
  certified: ['outcome', 'days', 'receipts'],
  spend: ['department', 'costCode', 'matter', 'month'],
  operators: ['operator'],
} as const
export type ReportName = keyof typeof REPORTS
export const REPORT_NAMES = Object.keys(REPORTS) as readonly ReportName[]
export type ReportBy = (typeof REPORTS)[ReportName][number]
export const reportName = z.enum(['volume', 'turnaround', 'waiting', 'certified', 'spend', 'operators'] satisfies ReportName[])
export const reportBy = z.enum(['day', 'month', 'hour', 'carrier', 'department', 'age', 'location', 'recipient', 'outcome', 'days', 'receipts', 'costCode', 'matter', 'operator'] satisfies ReportBy[])

/** The longest range, in days: ten years. */
export const LONGEST_RANGE = 3_660

/** What a figure is: a count, hours, days, or cents. */
export const reportUnit = z.enum(['count', 'hours', 'days', 'cents'])
export type ReportUnit = z.infer<typeof reportUnit>

const figures = z.array(z.number().nullable())

export const reportRow = z.object({
  /** What the row is about, for programs: a day, an hour, a name. */
  key: z.string(),
  /** The same in words. */
  label: z.string(),
  /** One figure a column; null where there is nothing to tell. */
  values: figures,
  /** The same figures in the period before; null where the row has no such period. */
  before: figures.nullable(),
  /** The list of what stands behind this row; null where no list shows just that. */
  open: z.union([z.object({ pieces: pieceFilter }), z.object({ letters: letterFilter })]).nullable(),
})
export type ReportRow = z.infer<typeof reportRow>

export const report = z.object({
  name: reportName, by: reportBy,
  office: z.object({ name: z.string(), zone: z.string() }),
  /** The days it covers; for what waits now, both are today. */
  from: day, to: day,
  /** As many days right before them; null where nothing is compared. */
  previous: z.object({ from: day, to: day }).nullable(),
  madeAt: instant,
  title: z.string(),
  /** The answer in one sentence. */
  answer: z.string(),
  /** What was counted, and by which day. */
  basis: z.string(),
  /** The first column is the chart. */
  columns: z.array(z.object({ id: z.string(), title: z.string(), unit: reportUnit })),
  /** `time`: the rows are a course of time and stand in its order. `rank`: the largest first. */
  order: z.enum(['time', 'rank']),
  rows: z.array(reportRow),
  total: figures, totalBefore: figures.nullable(),
  /** How many rows of the largest stand here when there are more; null when all do. */
  more: z.number().int().nullable(),
})
export type Report = z.infer<typeof report>

export const reportQuestion = z.object({
  name: reportName,
  /** Left out: the first way of the report. */
  by: reportBy.optional(),
  /** Left out: the last 30 days. */
  from: day.optional(), to: day.optional(),
  compare: z.boolean().default(true),
})
export type ReportQuestion = z.infer<typeof reportQuestion>

/** What the worker is asked: a question with everything that was left out filled in. */
export interface ReportOrder { name: ReportName; by: ReportBy; from: string; to: string; compare: boolean; today: string; now: number; office: Report['office'] }

export const REPORT_FORMATS = ['pdf', 'csv', 'xlsx', 'json'] as const
export const reportFormat = z.enum(REPORT_FORMATS)
export type ReportFormat = z.infer<typeof reportFormat>

export const reports = {
  /** Answers a question, with progress; leaving the stream stops it. Refused as `range`, `by`. */
  run: procedure('supervisor').input(reportQuestion).output(eventIterator(z.union([z.object({ progress }), z.object({ report })]))),
  /** What is shown, as a file. */
  file: procedure('supervisor').input(z.object({ report, format: reportFormat, paper: z.enum(['letter', 'a4']).default('letter') })).output(z.object({ title: z.string(), name: z.string(), type: z.string(), content: z.string(), missing })),
}
