import type { Report, ReportBy, ReportName, ReportOrder } from '../../shared/contract/reports.ts'
import { figureWords, spanOfHours } from '../../shared/mail/figures.ts'
import { daysBetween, isWorkingDay } from '../../shared/mail/days.ts'
import type { Period } from '../../shared/mail/periods.ts'
import { change, daysOf, periodBefore } from '../../shared/mail/periods.ts'
import { number, plural } from '../../shared/words.ts'
import type { JobContext } from '../store/jobs.ts'
import type { Figure, Gathered, Source } from './gather.ts'
import { MAKERS } from './gather.ts'
import * as queries from './queries.ts'

/** The most rows of a report; of a longer one the largest are shown and the rest is said. */
const MOST_ROWS = 500

const TITLES: Readonly<Record<ReportName, string>> = {
  volume: 'How much mail comes in?', turnaround: 'How fast is mail handed over?', waiting: 'What waits, and for how long?', certified: 'What became of certified letters?', spend: 'What does Certified Mail cost?', operators: 'Who does how much?',
}

/** Answers a question, in the worker. Each day is read for itself, so that no long transaction keeps the log of changes from being emptied. */
export async function makeReport(order: ReportOrder, context: JobContext): Promise<Report> {
  const { name, by, from, to, today, now, office } = order
  const db = context.open()
  try {
    const maker = MAKERS[name]
    const way = maker.way(by)
    const previous = order.compare && name !== 'waiting' ? periodBefore({ from, to }) : null
    const steps = (daysBetween(from, to) + 1) * (previous ? 2 : 1)
    let done = 0
    const source: Source = {
      db, zone: office.zone, today, newest: queries.newestPiece(db),
      breathe: async () => {
        context.progress({ step: TITLES[name], done: Math.min(++done, steps), of: steps })
        await context.breathe()
      },
    }
    const current = await way.gather(source, { from, to }, by)
    const before = previous && (await way.gather(source, previous, by))
    const rows = current.groups.map(({ key, label, values, open }, i) => ({ key, label, values, before: before && beforeOf(before, by, key, i), open }))
    return {
      name, by, office, from, to, previous, madeAt: now, title: TITLES[name], answer: answerOf(name, { from, to }, current, before), basis: maker.basis, columns: maker.columns, order: way.order,
      rows: rows.slice(0, MOST_ROWS), total: current.total, totalBefore: before?.total ?? null, more: rows.length > MOST_ROWS ? rows.length - MOST_ROWS : null,
    }
  } finally {
    db.close()
  }
}

/** The figures of the period before that a row is compared with: of a day the one in the same place, of everything else the one of the same name. */
function beforeOf(before: Gathered, by: ReportBy, key: string, place: number): Figure[] | null {
  if (by === 'month') return null
  return (by === 'day' ? before.groups[place] : before.groups.find((group) => group.key === key))?.values ?? null
}

/** "8% more than in the 30 days before", or nothing where there is nothing to compare with. */
function compared(now: Figure, before: Gathered | null, days: number, more: string, less: string): string {
  const was = before?.total[0] ?? null
  const by = now === null || was === null ? null : change(now, was)
  if (by === null) return ''
  const percent = Math.round(Math.abs(by) * 100)
  return percent === 0 ? `, as in the ${plural(days, 'day')} before` : `, ${number(percent)}% ${by > 0 ? more : less} than in the ${plural(days, 'day')} before`
}

/** The answer in one sentence. */
function answerOf(name: ReportName, period: Period, { groups, total }: Gathered, before: Gathered | null): string {
  const days = daysBetween(period.from, period.to) + 1
  const [first = null, second = null] = total
  const against = (more: string, less: string): string => compared(first, before, days, more, less)
  if (name === 'volume') {
    if (!first) return 'No mail came in.'
    const working = daysOf(period).filter((day) => isWorkingDay(day)).length
    return `${plural(first, 'piece')} came in${working > 1 ? `, ${number(Math.round(first / working))} a working day` : ''}${against('more', 'fewer')}.`
  }
  if (name === 'turnaround') return first === null ? 'Nothing that came in has been handed over yet.' : `Half of the mail is handed over within ${spanOfHours(first)}, 90% within ${spanOfHours(second ?? first)}${against('longer', 'shorter')}.`
  if (name === 'waiting') return !first ? 'Nothing waits.' : `${plural(first, 'piece waits', 'pieces wait')}; the oldest ${second === 0 ? 'since today' : `for ${plural(second ?? 0, 'day')}`}.`
  if (name === 'certified') {
    if (!first) return 'No certified letter was mailed.'
    const missing = groups.filter((group) => group.key.endsWith('-missing')).reduce((sum, group) => sum + (group.values[0] ?? 0), 0)
    return `${plural(first, 'letter was', 'letters were')} mailed${against('more', 'fewer')}${second === null ? '; none has an outcome yet' : `; half of the outcomes came within ${figureWords(second, 'days')}`}${missing > 0 ? `; ${plural(missing, 'receipt is', 'receipts are')} outstanding` : ''}.`
  }
  if (name === 'spend') return !total[3] ? 'No certified letter was mailed.' : `${figureWords(first, 'cents')} for ${plural(total[3], 'letter')}${against('more', 'less')}.`
  return !first ? 'Nobody recorded anything.' : `${plural(first, 'entry was', 'entries were')} recorded${against('more', 'fewer')}; most by ${groups[0]?.label ?? ''}.`
}
