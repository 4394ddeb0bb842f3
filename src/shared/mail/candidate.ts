import type { CarrierId } from './carriers.ts'

/** What a number stands for. An article is a Certified or Registered piece; routing is a label's address code alone. */
export type NumberKind =
  | 'tracking' | 'article' | 'green-card' | 'routing'
  | 'piece' | 'badge' | 'location' | 'container'

export type CheckDigit = 'valid' | 'invalid' | 'none'

/** One thing that a string may be. */
export interface Candidate {
  /** Which rule matched, e.g. 'usps-22', 'fedex-12'; stable, so that an office's past choices can name it. */
  readonly scheme: string
  readonly carrier: CarrierId
  /** The carrier as a person says it; for foreign mail the postal service and its country. */
  readonly carrierName: string
  /** The bare number as the carrier keeps it: capital letters and digits, without routing and spaces. */
  readonly number: string
  readonly kind: NumberKind
  /** The kind of service in words. */
  readonly service: string
  /** The carrier's own service codes; for USPS the extra service codes. */
  readonly services: readonly string[]
  /** True when an office that receives the piece must sign for it, as far as the number says. */
  readonly accountable: boolean
  readonly mailClass: string | null
  /** USPS service type code: three digits, two in the older numbers. */
  readonly stc: string | null
  /** 'none' where the scheme has no check digit. */
  readonly checkDigit: CheckDigit
  /** ZIP or ZIP+4 that was scanned with the number. */
  readonly routingZip: string | null
  /** USPS Mailer ID (six or nine digits). */
  readonly mailerId: string | null
  /** The number as the carrier prints it. */
  readonly grouped: string
  /** The carrier's public tracking page. */
  readonly url: string | null
  /** 0 to 1; see identify. */
  readonly confidence: number
  /** What a person should know before relying on this, or null. */
  readonly note: string | null
}

/** The fields that most schemes leave at their defaults. */
export const PLAIN = {
  kind: 'tracking',
  services: [],
  accountable: false,
  mailClass: null,
  stc: null,
  routingZip: null,
  mailerId: null,
  note: null,
} as const satisfies Partial<Candidate>
