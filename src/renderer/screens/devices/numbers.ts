import { t } from '../../catalogue/index.ts'
import type { Language, Profile } from '../../../shared/printing/profile.ts'

/** The numbers of a printer's settings, as they are typed. */
export type Numbers = Record<'copies' | 'offsetX' | 'offsetY' | 'darkness' | 'columns', string>
interface Read { copies: number; offsetX: number; offsetY: number; columns: number; darkness: number | null }

const RULES: Record<keyof Numbers, { from: number; to: number; whole: boolean; only?: Language; words: string }> = {
  copies: { from: 1, to: 99, whole: true, words: t('devices.numbers.typeANumberFrom1To') },
  offsetX: { from: -50, to: 50, whole: false, words: t('devices.numbers.typeMillimetersFrom50To50') },
  offsetY: { from: -50, to: 50, whole: false, words: t('devices.numbers.typeMillimetersFrom50To50') },
  darkness: { from: 0, to: 30, whole: true, only: 'zpl', words: t('devices.numbers.typeANumberFrom0To') },
  columns: { from: 16, to: 96, whole: true, only: 'escpos', words: t('devices.numbers.typeANumberFrom16To') },
}

/** What the fields show for a profile. */
export function textsOf({ copies, offsetX, offsetY, darkness, columns }: Profile): Numbers {
  return { copies: String(copies), offsetX: String(offsetX), offsetY: String(offsetY), darkness: darkness === undefined ? '' : String(darkness), columns: String(columns) }
}

/** What was typed, or what is wrong with it. Fields that a printer of this language does not have are not looked at. */
export function readNumbers(numbers: Numbers, language: Language): { profile: Partial<Read> | null; errors: Partial<Numbers> } {
  const errors: Partial<Numbers> = {}
  const profile: Partial<Read> = {}
  for (const field of Object.keys(RULES) as (keyof Numbers)[]) {
    const { from, to, whole, only, words } = RULES[field]
    if (only !== undefined && only !== language) continue
    const text = numbers[field].trim().replace(',', '.')
    if (field === 'darkness' && text === '') {
      profile.darkness = null
      continue
    }
    const value = Number(text)
    if (!/^-?\d+(?:\.\d+)?$/.test(text) || value < from || value > to || (whole && !Number.isInteger(value))) errors[field] = words
    else profile[field] = value
  }
  return { profile: Object.keys(errors).length > 0 ? null : profile, errors }
}

/** The profile with the numbers that were typed. */
export function withNumbers({ darkness: before, ...profile }: Profile, { darkness, ...numbers }: Partial<Read>): Profile {
  const next = darkness === undefined ? before : darkness
  return { ...profile, ...numbers, ...(next === undefined || next === null ? {} : { darkness: next }) }
}
