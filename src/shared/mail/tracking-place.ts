/** Places and sentences as carriers write them. */
import { findTime } from './tracking-times.ts'
import { EMPTY_EVENT, tidy, type TrackingEvent } from './tracking.ts'
import { meaningOfText } from './tracking-words.ts'

export interface Place { readonly city: string; readonly state: string; readonly zip: string }

const STATES = 'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|VI|GU|AS|MP|FM|MH|PW|AA|AE|AP'
const WITH_STATE = new RegExp(`^([\\p{L}][\\p{L}\\p{N} .'&/-]{0,60}?),?\\s+(${STATES})\\.?(?:\\s+(\\d{5})(?:-\\d{4})?)?\\.?$`, 'u')
const FACILITY = /^[A-Z][A-Z .'&/-]{0,60}\b(?:DISTRIBUTION CENTER|PROCESSING CENTER|NETWORK DISTRIBUTION CENTER|DISTRIBUTION CENTER ANNEX|ANNEX|NDC|P&DC|RPDC|LPC|SDC|ISC)(?: ANNEX)?$/

/** Words of a city's name; longer ones are words of an event that run into a place. */
const MOST_WORDS = 5

/** `FAKEVILLE, OH 43999`, `FAKEVILLE OH`, `Fakeville, OH, United States`, or the name of a facility; null for anything else. */
export function placeOf(text: string): Place | null {
  const plain = text.replaceAll(/\s+/g, ' ').trim().replace(/[.,;]+$/, '').replace(/,?\s+(?:US|USA|United States)$/i, '')
  const found = WITH_STATE.exec(plain)
  if (found?.[1] && found[2]) return found[1].split(' ').length > MOST_WORDS || meaningOfText(found[1]) !== 'unknown' ? null : { city: found[1].trim(), state: found[2], zip: found[3] ?? '' }
  return FACILITY.test(plain) ? { city: plain, state: '', zip: '' } : null
}

const IN_SENTENCE = new RegExp(`\\b(?:in|at|from|near|to)\\s+(?:the\\s+)?([A-Z][A-Z .'&/-]{1,60}?)(?:,\\s+(${STATES})(?:\\s+(\\d{5})(?:-\\d{4})?)?|\\s+(${STATES})\\s+(\\d{5})(?:-\\d{4})?)\\b`)
const FACILITY_INSIDE = /\b(?:in|at|our|from|the)\s+([A-Z][A-Z .'&/-]{1,60}?\b(?:DISTRIBUTION CENTER|PROCESSING CENTER|NDC|P&DC|RPDC|LPC|SDC|ISC)(?: ANNEX)?)\b/

/** The place that a sentence names in capitals, as USPS does. */
export function placeInside(text: string): Place | null {
  const found = IN_SENTENCE.exec(text)
  const state = found?.[2] ?? found?.[4]
  if (found?.[1] && state !== undefined) return { city: found[1].trim(), state, zip: found[3] ?? found[5] ?? '' }
  const facility = FACILITY_INSIDE.exec(text)?.[1]
  return facility === undefined ? null : { city: facility, state: '', zip: '' }
}

const DAY_WORDS = "(?:[a-z]+day,?\\s+)?(?:[a-z]{3,9}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}|\\d{1,2}/\\d{1,2}/\\d{2,4}|\\d{4}-\\d{2}-\\d{2})"
const DEADLINE = new RegExp(`\\b(?:before|by|until|through|will be returned(?: to (?:the )?sender)?(?: on)?)\\s+${DAY_WORDS}`, 'gi')
const RETURN = new RegExp(`\\b(?:unclaimed by|redelivery (?:of (?:your|the|this) (?:item|package|mailpiece) )?before|will be returned(?: to (?:the )?sender)?(?: on| if unclaimed by)?)\\s+(${DAY_WORDS})`, 'i')

/** A text without the days that it names as an end: on those nothing has happened yet. */
export function withoutDeadlines(text: string): string {
  return text.replaceAll(DEADLINE, ' ')
}

/** The day on which a text says that a waiting piece goes back, or null. */
export function returnDayIn(text: string): string | null {
  const day = RETURN.exec(text)?.[1]
  return day === undefined ? null : (findTime(day)?.local.slice(0, 10) ?? null)
}

/**
 * An event out of one sentence or one line, such as "Your item was delivered to an individual at the address at 1:28 pm on
 * November 6, 2026 in FAKEVILLE, OH 43999." or "Notice Left, FAKEVILLE, OH 43999, November 6, 2026, 1:28 pm".
 */
export function eventFromSentence(sentence: string): TrackingEvent {
  const text = tidy(sentence)
  const time = findTime(withoutDeadlines(text))
  const inside = placeInside(text)
  if (inside) return { ...EMPTY_EVENT, text, local: time?.local ?? null, ...inside }
  const parts = (time?.rest ?? text).split(/\s*(?:[|;\t]| - | – )\s*|,\s+(?=[A-Z][A-Z .'&/-]+,\s+[A-Z]{2}\b)/).map((part) => part.trim().replace(/^[,\s]+|[,\s]+$/g, '')).filter((part) => part !== '')
  const place = parts.map(placeOf).find((found) => found !== null) ?? null
  const words = place === null ? text : parts.filter((part) => placeOf(part) === null).join(', ')
  return { ...EMPTY_EVENT, text: words === '' ? text : words, local: time?.local ?? null, ...place }
}
