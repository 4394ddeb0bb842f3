import { officeDay } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { OFFICE, setting } from '../store/settings.ts'

/** A blank sheet for logging mail while the station cannot be used, as data: what it says and how its columns share the width. */
export interface OutageSheet {
  office: { name: string; address: string }
  station: string
  day: string
  title: string
  instructions: string[]
  /** `width` in hundredths of the line. */
  columns: Array<{ title: string; width: number }>
  lines: number
}

const COLUMNS: OutageSheet['columns'] = [
  { title: 'Line', width: 5 }, { title: 'Time', width: 8 }, { title: 'Carrier', width: 10 }, { title: 'Number, or "none"', width: 27 }, { title: 'Sender', width: 16 }, { title: 'For', width: 18 },
  { title: 'Type and condition', width: 10 }, { title: 'Taken in by', width: 6 },
]

/** What a blank outage sheet says. */
export function outageSheet(call: CheckedCall, lines: number): OutageSheet {
  const { store } = call.services
  const office = setting(store.db, OFFICE)
  return {
    office: { name: office?.name ?? '', address: office?.address ?? '' }, station: store.device, day: officeDay(store.now(), store.zone()),
    title: 'Mail taken in while the station was out',
    instructions: [
      'Number the sheets of one outage and write the day on each.',
      'One line for each piece, with the time by the office clock. Copy numbers digit by digit.',
      'Certified and registered pieces: mark the line and keep them apart until they are entered.',
      'When the station works again, enter every line as a late entry and name this sheet and its line as the source. Keep the sheet.',
    ],
    columns: COLUMNS, lines,
  }
}
