/** Input made from the schemas of the contract: what a careful caller sends, and what a hostile one does. */
import type * as z from 'zod'
import { newId } from '../../src/shared/ids.ts'
import type { Chance } from '../../src/main/sample/chance.ts'

type Schema = z.core.$ZodTypes
/** Where zod keeps what a schema is made of. */
const INSIDE = '_zod'

/** What made-up input may name, so that it reaches further than the first check. */
export interface Known {
  ids: readonly string[]
  hashes: readonly string[]
  numbers: readonly string[]
  /** A folder in which anything may be written. */
  folder: string
}

const HOSTILE = [
  '', ' ', '\u0000', 'a\u0000b', '\uD800', '\uDC00x', '=HYPERLINK("http://example.com")', "'; DROP TABLE piece; --", '" OR NEAR(a b) * ^ col:x', '<img src=x onerror=alert(1)>', '^XA^FDx^XZ~JA', '\u001b@\u001bi', '\u202Eabc', '../../../x', '..\\..\\x', '%00', '%s%n',
  '{"__proto__":{"x":1}}', '\u{1F4E6}'.repeat(40), 'x'.repeat(100_001), '9'.repeat(400), '-1', 'NaN', '1e309', '\r\nBcc: a@example.com', 'e\u0301'.repeat(99), '\uFEFF', '(((((((((((((((((((((((((((((a+)+)+)+)+)+)+)+)+$',
] as const
const PLAIN = ['Legal', 'Delphine Okafor', 'B-14', '12 Example Road\nAnytown VT 05099', 'Jane Roe\n12 Example Road\nAnytown VT 05099', 'a@example.com', 'torn', 'tcp://127.0.0.1:1', 'https://example.com', '22', 'x'] as const
/** Texts that some pattern of the contract asks for. */
const SHAPED = ['2026-11-26', '2026-02-30', '0001-01-01', '9999-12-31', '14:00', '2468', '123456', '900123456', '098765', '05099', 'pigeonhole-2026-11-26', 'ab12', '1', 'a', 'A4', '#336699', 'a@example.com'] as const
const ODD: readonly unknown[] = [null, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, true, [], {}, [[[[[[]]]]]], 10n, new Date(Number.NaN), new Map([['a', 1]]), JSON.parse('{"__proto__":{"role":"administrator"},"constructor":{"prototype":{}}}')]
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64')
const CONTENTS = [PNG, PNG.slice(0, 60), base64('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>'), base64('\u00ff\u00d8\u00ff\u00e0 no picture'), base64('Name,E-mail,Employee ID\nAnn Lee,ann@example.com,E1\n"open'), base64('From: a@example.com\nSubject: x\n\n9589071052700412335612 delivered'), base64('II*\u0000\u00ff\u00ff\u00ff\u00ff'), base64('GIF89a'), base64('RIFF\u0004\u0000\u0000\u0000WEBPVP8 '), ''] as const

interface Limits { least: number; most: number; patterns: RegExp[]; whole: boolean }

function limitsOf(checks: readonly z.core.$ZodCheck[] | undefined): Limits {
  const limits: Limits = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, patterns: [], whole: false }
  for (const check of checks ?? []) {
    const def = check[INSIDE].def as z.core.$ZodChecks[typeof INSIDE]['def']
    if (def.check === 'min_length') limits.least = def.minimum
    else if (def.check === 'max_length') limits.most = def.maximum
    else if (def.check === 'greater_than') limits.least = Math.max(limits.least, Number(def.value))
    else if (def.check === 'less_than') limits.most = Math.min(limits.most, Number(def.value))
    else if (def.check === 'number_format') limits.whole = true
    else if (def.check === 'string_format' && def.pattern) limits.patterns.push(def.pattern)
  }
  return limits
}

function textFor(def: z.core.$ZodStringDef, c: Chance, known: Known, key: string): string {
  const limits = limitsOf(def.checks)
  const { format } = def as { format?: string }
  if (format === 'base64' || key === 'content') return c.pick(CONTENTS)
  if (/folder/i.test(key)) return c.pick([known.folder, `${known.folder}/made`, `${known.folder}/none/there`])
  const from: Array<readonly string[]> = limits.patterns.length > 0 ? [known.ids, known.hashes, SHAPED, [newId(c.whole(2 ** 31))]] : [known.ids, known.numbers, known.numbers, PLAIN, PLAIN, SHAPED, HOSTILE]
  const fits = (text: string): boolean => text.length >= limits.least && text.length <= limits.most && limits.patterns.every((pattern) => new RegExp(pattern.source, pattern.flags.replace('g', '')).test(text))
  const right = limits.patterns.length > 0 ? from.flat().filter(fits) : null
  return right ? (right.length > 0 ? c.pick(right) : 'none') : c.pick(c.pick(from.filter((list) => list.length > 0))).slice(0, limits.most)
}

function numberFor(def: z.core.$ZodNumberDef, c: Chance): number {
  const { least, most, whole } = limitsOf(def.checks)
  const low = Number.isFinite(least) ? least : -5
  const high = Number.isFinite(most) ? most : low + 1_000
  const any = low + (c.whole(1_000_001) / 1_000_000) * (high - low)
  return c.pick([low, high, Math.min(high, low + 1), whole || 'format' in def ? Math.floor(any) : any])
}

/** A value that a schema lets through, as far as its shape says what that is. */
export function valueFor(schema: z.core.$ZodType, c: Chance, known: Known, key = ''): unknown {
  const { def } = (schema as Schema)[INSIDE]
  const inner = (of: z.core.$ZodType): unknown => valueFor(of, c, known, key)
  if (def.type === 'object') return Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, valueFor(field, c, known, name)] as const).filter(([, value]) => value !== undefined))
  if (def.type === 'string') return textFor(def, c, known, key)
  if (def.type === 'number') return numberFor(def, c)
  if (def.type === 'boolean') return c.happens(0.5)
  if (def.type === 'enum') return c.pick(Object.values(def.entries))
  if (def.type === 'literal') return c.pick(def.values)
  if (def.type === 'union') return inner(c.pick(def.options))
  if (def.type === 'array') return Array.from({ length: c.pick([0, 1, 1, 2, 5]) }, () => inner(def.element))
  if (def.type === 'tuple') return def.items.map(inner)
  if (def.type === 'record') return Object.fromEntries(Array.from({ length: c.whole(3) }, () => [String(inner(def.keyType)), inner(def.valueType)]))
  if (def.type === 'optional' || def.type === 'default' || def.type === 'prefault') return c.happens(0.4) ? undefined : inner(def.innerType)
  if (def.type === 'nullable') return c.happens(0.3) ? null : inner(def.innerType)
  if (def.type === 'pipe') return inner(def.in)
  if (def.type === 'intersection') return { ...(inner(def.left) as object), ...(inner(def.right) as object) }
  return undefined
}

/** A value with something wrong in one or several places, wherever chance puts it. */
export function spoiled(value: unknown, c: Chance): unknown {
  if (c.happens(0.15)) return c.happens(0.5) ? c.pick(ODD) : c.pick(HOSTILE)
  if (Array.isArray(value)) return value.length === 0 || c.happens(0.2) ? [...(value as unknown[]), c.pick(ODD)] : c.happens(0.1) ? Array.from({ length: 6_000 }, () => value[0] as unknown) : value.map((one: unknown, at) => (at === 0 ? spoiled(one, c) : one))
  if (value !== null && typeof value === 'object') {
    const made: Record<string, unknown> = { ...value }
    const keys = Object.keys(made)
    if (keys.length === 0 || c.happens(0.2)) made[c.pick(['id', 'role', 'needs', 'piece', 'constructor', 'toString', 'no'])] = c.pick(ODD)
    if (keys.length > 0) {
      const key = c.pick(keys)
      if (c.happens(0.15)) delete made[key]
      else made[key] = /folder|^to$/i.test(key) ? c.pick(ODD) : spoiled(made[key], c)
    }
    return made
  }
  return typeof value === 'string' && c.happens(0.7) ? c.pick(HOSTILE) : c.pick(ODD)
}
