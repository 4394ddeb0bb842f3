import { postalPages, postalService } from './countries.ts'

/** 'post' is a foreign postal service (the country stands in the number), 'own' our own labels. */
export type CarrierId =
  | 'usps' | 'ups' | 'fedex' | 'dhl' | 'amazon' | 'ontrac' | 'lasership' | 'gofo' | 'post' | 'own' | 'unknown'

/** Every carrier, in the order in which a list shows them. */
export const CARRIERS: ReadonlyArray<{ readonly id: CarrierId; readonly name: string }> = [
  { id: 'usps', name: 'USPS' },
  { id: 'ups', name: 'UPS' },
  { id: 'fedex', name: 'FedEx' },
  { id: 'dhl', name: 'DHL' },
  { id: 'amazon', name: 'Amazon' },
  { id: 'ontrac', name: 'OnTrac' },
  { id: 'lasership', name: 'LaserShip' },
  { id: 'gofo', name: 'GOFO' },
  { id: 'post', name: 'Foreign post' },
  { id: 'own', name: 'Own' },
  { id: 'unknown', name: 'Unknown' },
]

const NAMES = new Map(CARRIERS.map(({ id, name }) => [id, name]))

/** The carrier's name as a person says it. */
export function carrierName(id: CarrierId): string {
  return NAMES.get(id) ?? 'Unknown'
}

/** True for the text of a carrier id. */
export function isCarrierId(text: string): text is CarrierId {
  return NAMES.has(text as CarrierId)
}

const ADDRESSES: Readonly<Partial<Record<CarrierId, string>>> = {
  usps: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  ups: 'https://www.ups.com/track?tracknum=',
  fedex: 'https://www.fedex.com/fedextrack/?trknbr=',
  dhl: 'https://www.dhl.com/us-en/home/tracking.html?tracking-id=',
  amazon: 'https://track.amazon.com/tracking/',
  ontrac: 'https://www.ontrac.com/tracking/?number=',
  // LaserShip became OnTrac in 2023 and its numbers are answered there.
  lasership: 'https://www.ontrac.com/tracking/?number=',
  gofo: 'https://www.gofoexpress.com/tracking.html?searchID=',
}

/**
 * The carrier's public tracking page for `number`, always https; null where there is none.
 * Foreign mail is followed at the postal service that issued the number where its page is known, else at USPS, which
 * carries the piece inside the United States.
 */
export function trackingUrl(carrier: CarrierId, number: string): string | null {
  const base = carrier === 'post'
    ? postalService(number.slice(-2))?.tracking ?? ADDRESSES.usps
    : ADDRESSES[carrier]
  return base === undefined ? null : base + encodeURIComponent(number)
}

/** The beginnings of all addresses that {@link trackingUrl} can make. */
export function trackingPages(): string[] {
  return [...Object.values(ADDRESSES), ...postalPages()]
}
