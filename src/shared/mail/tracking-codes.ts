/** What an event says about where a piece is. `info` tells nothing about that; `unknown` is for a person to read. */
export const MEANINGS = [
  'label', 'accepted', 'transit', 'out', 'notice', 'pickup', 'forwarded', 'delivered', 'delivered-back', 'refused', 'unclaimed', 'undeliverable', 'returning', 'lost', 'info', 'unknown',
] as const
export type Meaning = (typeof MEANINGS)[number]

interface CodeRow { readonly words: string; readonly meaning: Meaning; /** USPS had the piece in its hands when this was scanned. */ readonly possession: boolean }

const row = (words: string, meaning: Meaning, possession = true): CodeRow => ({ words, meaning, possession })

/**
 * Event codes of the USPS tracking interfaces. MA and GX tell of label data, not of a piece; 80 to 82 are scans of a
 * shipping partner.
 */
const CODES: Readonly<Record<string, CodeRow>> = {
  '01': row('Delivered', 'delivered'), '02': row('Delivery attempted, notice left', 'notice'), '03': row('Accepted', 'accepted'), '04': row('Refused', 'refused'),
  '05': row('Undeliverable as addressed', 'undeliverable'), '06': row('Forwarded', 'forwarded'), '07': row('Arrived at Post Office', 'transit'), '08': row('Missent', 'transit'),
  '09': row('Return to sender', 'returning'), '10': row('Processed', 'transit'), '11': row('Dead letter', 'lost'), '14': row('Arrived at pickup point', 'pickup'), '15': row('Mis-shipped', 'transit'),
  '16': row('Available for pickup', 'pickup'), '17': row('Picked up by agent', 'delivered'), '19': row('Electronic arrival', 'info', false), '21': row('No such number', 'undeliverable'),
  '22': row('Insufficient address', 'undeliverable'), '23': row('Moved, left no address', 'undeliverable'), '24': row('Forward expired', 'undeliverable'), '25': row('Addressee unknown', 'undeliverable'),
  '26': row('Vacant', 'undeliverable'), '27': row('Unclaimed', 'unclaimed'), '28': row('Deceased', 'undeliverable'), '29': row('Returned for another reason', 'returning'), '30': row('No access', 'notice'),
  '31': row('Not picked up', 'unclaimed'), '41': row('Open and distribute', 'transit'), '42': row('Handed off', 'transit'), '43': row('Picked up', 'delivered'), '44': row('Recalled by the sender', 'returning'),
  '51': row('Business closed', 'notice'), '52': row('Notice left', 'notice'), '53': row('Receptacle blocked', 'notice'), '54': row('Receptacle full or piece too large', 'notice'),
  '55': row('No secure location', 'notice'), '56': row('No authorized recipient', 'notice'), '71': row('Delivery rescheduled', 'transit'), '80': row('Picked up by shipping partner', 'label', false),
  '81': row('Arrived at shipping partner', 'label', false), '82': row('Departed shipping partner', 'label', false), A1: row('Arrived at regional facility', 'transit'), T1: row('Departed regional facility', 'transit'),
  TL: row('In transit to next facility', 'transit'), EF: row('Departed sort facility', 'transit'), SF: row('Departed Post Office', 'transit'), OF: row('Out for delivery', 'out'), PC: row('Processed', 'transit'),
  PA: row('Accepted, by a later scan', 'accepted'), TM: row('Accepted with the truck', 'accepted'), MA: row('Label data received', 'label', false), GX: row('Label created, USPS awaits the piece', 'label', false),
  DX: row('Delivery status not updated', 'info'),
}

/** A code as the table has it: capitals, two characters. */
export function plainCode(code: string): string {
  const plain = code.trim().toUpperCase()
  return /^\d$/.test(plain) ? `0${plain}` : plain
}

/** What a code means, or null when it is not known. */
export function meaningOfCode(code: string): Meaning | null {
  return CODES[plainCode(code)]?.meaning ?? null
}

/** What a code says in words, or null when it is not known. */
export function wordsOfCode(code: string): string | null {
  return CODES[plainCode(code)]?.words ?? null
}

/** What an event says in words: its own, or those of its code where it came with the code alone. */
export function wordsOfEvent({ code, text }: { readonly code: string | null; readonly text: string }): string {
  return text !== '' || code === null ? text : (wordsOfCode(code) ?? code)
}

/**
 * True when the event proves that USPS had the piece in its hands: every scan but those of label data and partners.
 * Without a known code the meaning decides.
 */
export function provesPossession(code: string | null, meaning: Meaning): boolean {
  const known = code === null ? undefined : CODES[plainCode(code)]
  return known?.possession ?? (meaning !== 'label' && meaning !== 'info' && meaning !== 'unknown')
}

/** Every code of the table, for forms in which a person chooses one. */
export const KNOWN_CODES: ReadonlyArray<{ readonly code: string; readonly words: string; readonly meaning: Meaning }> =
  Object.entries(CODES).map(([code, { words, meaning }]) => ({ code, words, meaning })).sort((a, b) => (a.code < b.code ? -1 : 1))
