import sharp from 'sharp'
import type { SignatureInput } from '../../../src/shared/contract/custody.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { StationOptions } from '../../../src/main/station.ts'
import type { Client } from '../helpers.ts'
import { scanOf, testStation } from '../helpers.ts'

let picture: Promise<string> | undefined
/** A small PNG, as a pad makes one. */
export const png = (): Promise<string> => (picture ??= sharp({ create: { width: 60, height: 20, channels: 3, background: '#fff' } }).png().toBuffer().then((bytes) => bytes.toString('base64')))

/** A signature that goes somewhere. */
export async function signed(): Promise<SignatureInput> {
  return { strokes: [[[4, 10, 0], [40, 14, 80], [50, 4, 120]]], image: await png(), width: 60, height: 20 }
}

export const CERTIFIED = '9589071052700412335612'
let serial = 0
/** A UPS number that nobody used before in this run of tests: UPS's own check digit is not asked of it, because it is unknown text. */
export const number = (): string => `BOX ${String(++serial).padStart(5, '0')}`

export interface Given { person?: string; department?: string; name?: string; location?: string; mailStop?: string }

/** Takes a piece in for somebody, as a screen does. */
export async function taken(client: Client, to: Given | null, text = number()): Promise<string> {
  const { piece } = await client.intake.scan(scanOf(text))
  if (piece.questions.includes('seen-before')) await client.intake.answer({ question: 'seen-before', piece: piece.id, answer: 'another' })
  const { location, ...recipient } = to ?? {}
  if (to) await client.intake.assign({ pieces: [piece.id], recipient, ...(location === undefined ? {} : { fields: { location } }) })
  return piece.id
}

/** An office with two mail stops and three people: Delphine's mail may be taken by Silas; Rosalind sits elsewhere. */
export async function office(options: Partial<StationOptions> = {}) {
  const made = await testStation(options)
  const { administrator, supervisor } = made
  const legal = await administrator.directory.saveMailStop({ code: '4-127', building: 'North', floor: '4', description: 'Legal' })
  const sales = await administrator.directory.saveMailStop({ code: '2-11', building: 'North', floor: '2', description: 'Sales' })
  const department = await administrator.directory.saveDepartment({ name: 'Legal' })
  const delphine = (await administrator.directory.addPerson({ name: 'Delphine Okafor', department: department.id, mailStop: legal.id, badge: '30418' })).id
  const silas = (await administrator.directory.addPerson({ name: 'Silas Fernsby', mailStop: sales.id })).id
  const rosalind = (await administrator.directory.addPerson({ name: 'Rosalind Vane', mailStop: sales.id })).id
  await supervisor.directory.setDelegate({ person: delphine, delegate: silas })
  return { ...made, delphine, silas, rosalind, legal, sales }
}

/** A handover of everything that is named to one person of the directory. */
export async function handOver(client: Client, to: string, pieces: string[], more: { id?: string; sign?: boolean; pile?: string } = {}) {
  return client.custody.handOver({ id: more.id ?? newId(Date.now()), pile: { person: more.pile ?? to }, pieces, receiver: { kind: 'recipient', person: to }, signature: more.sign === false ? null : await signed() })
}

/** What a call was refused with, or null when it was not. */
export async function refusedWith(call: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  try {
    await call
    return null
  } catch (error) {
    const { data, message } = error as { data?: { code?: string }; message: string }
    return { code: data?.code ?? 'none', message }
  }
}
