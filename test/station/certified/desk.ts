import { newId } from '../../../src/shared/ids.ts'
import { checkDigitMod10 } from '../../../src/shared/mail/check-digits.ts'
import type { LetterRow } from '../../../src/shared/contract/letters.ts'
import type { Client } from '../helpers.ts'

export const id = (): string => newId(Date.now())

export const withCheck = (body: string): string => body + String(checkDigitMod10(body))
/** The number on a form PS 3800 that nobody printed. */
export const form = (serial: number): string => withCheck(`958907105270${String(serial).padStart(9, '0')}`)
/** The number of a green card that nobody printed. */
export const card = (serial: number): string => withCheck(`95909402${String(serial).padStart(13, '0')}`)
export const JANE = 'Jane Roe\n12 Example Road\nAnytown VT 05099'

export type LogInput = Parameters<Client['certified']['log']>[0]

/** Logs a letter; what is not given is a plain letter to Jane Roe. */
export async function log(client: Client, input: Partial<LogInput> = {}): Promise<LetterRow> {
  return (await client.certified.log({ id: id(), addressee: { block: JANE }, weight: 8, ...input })).letter
}

/** Logs letters with forms numbered from `first` on. */
export async function several(client: Client, count: number, first = 1, input: (i: number) => Partial<LogInput> = () => ({})): Promise<LetterRow[]> {
  const letters: LetterRow[] = []
  for (let i = 0; i < count; i++) letters.push(await log(client, { addressee: { block: `Addressee ${first + i}\n${first + i} Example Road\nAnytown VT 05099` }, number: { text: form(first + i) }, ...input(i) }))
  return letters
}

/** A picture that is a file of its own by its bytes. */
export const picture = (n = 0): string => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`picture ${n}`)]).toString('base64')
