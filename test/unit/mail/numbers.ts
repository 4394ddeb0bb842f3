/** Valid numbers of every scheme, made from a seed, for the tests that change them. */
import {
  checkDigitFedex, checkDigitMod10, checkDigitMod7, checkDigitOneTwo, checkDigitS10,
} from '../../../src/shared/mail/check-digits.ts'
import { buildImpb } from '../../../src/shared/mail/impb.ts'
import { pieceNumber } from '../../../src/shared/mail/own.ts'

/** A small generator of its own (mulberry32): the shares asserted in tests must not move. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

export type Below = (below: number) => number

export function digits(below: Below, count: number): string {
  return Array.from({ length: count }, () => below(10)).join('')
}

function alphanumeric(below: Below, count: number): string {
  return Array.from({ length: count }, () => '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[below(36)]).join('')
}

function mod10(body: string, ahead = ''): string {
  return `${body}${checkDigitMod10(ahead + body)}`
}

/** Scheme as identify names it, the way to make one valid number, and the span of it that a check digit guards. */
export interface Maker {
  readonly name: string
  readonly scheme: string
  readonly make: (below: Below) => string
  /** First character that may be changed without leaving the scheme. */
  readonly from: number
  /** Characters that may stand in a changed place. */
  readonly alphabet: string
  /** Last character that may be changed, counted as slice counts it; to the end when left out. */
  readonly to?: number
}

const NUMERALS = '0123456789'

export const MAKERS: readonly Maker[] = [
  { name: 'USPS 20 digits, 70', scheme: 'usps-20', from: 2, alphabet: NUMERALS, make: (below) => mod10(`70${digits(below, 17)}`) },
  { name: 'USPS 20 digits, 71 (91 left out)', scheme: 'usps-20', from: 2, alphabet: NUMERALS, make: (below) => mod10(`71${digits(below, 17)}`, '91') },
  { name: 'USPS 22 digits', scheme: 'usps-22', from: 2, alphabet: NUMERALS, make: (below) => mod10(`9${1 + below(5)}071${digits(below, 16)}`) },
  { name: 'USPS 26 digits', scheme: 'usps-26', from: 2, alphabet: NUMERALS, make: (below) => mod10(`92001${digits(below, 20)}`) },
  { name: 'USPS 30 digits (420, ZIP)', scheme: 'usps-22', from: 13, alphabet: NUMERALS, make: (below) => `420${digits(below, 5)}${mod10(`94071${digits(below, 16)}`)}` },
  { name: 'USPS 34 digits (420, ZIP+4)', scheme: 'usps-22', from: 17, alphabet: NUMERALS, make: (below) => `420${digits(below, 5)}0${digits(below, 3)}${mod10(`94071${digits(below, 16)}`)}` },
  { name: 'USPS 34 digits (420, ZIP, 26)', scheme: 'usps-26', from: 17, alphabet: NUMERALS, make: (below) => `420${digits(below, 5)}${mod10(`920010${digits(below, 19)}`)}` },
  { name: 'USPS green card', scheme: 'usps-22', from: 2, alphabet: NUMERALS, make: (below) => mod10(`959094${digits(below, 15)}`) },
  { name: 'International (S10)', scheme: 's10', from: 2, to: 11, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 8)
    return `RB${body}${checkDigitS10(body)}GB`
  } },
  { name: 'UPS 1Z', scheme: 'ups-1z', from: 2, to: 17, alphabet: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', make: (below) => {
    const body = alphanumeric(below, 6) + alphanumeric(below, 2) + digits(below, 7)
    return `1Z${body}${checkDigitOneTwo(body)}`
  } },
  { name: 'UPS waybill', scheme: 'ups-waybill', from: 1, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 9)
    return `K${body}${checkDigitOneTwo(body)}`
  } },
  { name: 'FedEx 12', scheme: 'fedex-12', from: 0, alphabet: NUMERALS, make: (below) => {
    const body = `7${digits(below, 10)}`
    return `${body}${checkDigitFedex(body)}`
  } },
  { name: 'FedEx 15', scheme: 'fedex-15', from: 0, alphabet: NUMERALS, make: (below) => mod10(digits(below, 14)) },
  { name: 'FedEx 20', scheme: 'fedex-20', from: 4, alphabet: NUMERALS, make: (below) => mod10(`6129${digits(below, 15)}`, '92') },
  { name: 'FedEx 22', scheme: 'fedex-22', from: 7, alphabet: NUMERALS, make: (below) => `9611020${mod10(digits(below, 14))}` },
  { name: 'FedEx 32', scheme: 'fedex-32', from: 16, to: 28, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 11)
    return `3${digits(below, 15)}${body}${checkDigitFedex(body)}${digits(below, 4)}`
  } },
  { name: 'FedEx 34', scheme: 'fedex-34', from: 22, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 11)
    return `1001${digits(below, 16)}00${body}${checkDigitFedex(body)}`
  } },
  { name: 'DHL Express 10', scheme: 'dhl-10', from: 0, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 9)
    return `${body}${checkDigitMod7(body)}`
  } },
  { name: 'DHL Express 11', scheme: 'dhl-11', from: 0, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 10)
    return `${body}${checkDigitMod7(body)}`
  } },
  { name: 'OnTrac', scheme: 'ontrac', from: 1, alphabet: NUMERALS, make: (below) => {
    const body = digits(below, 13)
    return `C${body}${checkDigitOneTwo(`4${body}`)}`
  } },
  { name: 'Our own piece', scheme: 'own-piece', from: 4, alphabet: NUMERALS, make: (below) => pieceNumber('7K', below(1_000_000)) },
]

/** A certified number of the office itself, as the tests that read it back need it. */
export function certified(below: Below): string {
  return buildImpb({ mailerId: `9${digits(below, 8)}`, stc: '071', serial: below(10_000_000) })
}
