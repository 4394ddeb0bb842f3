import { createStore } from '../app/store.ts'
import type { Layout } from './layout.ts'
import { WEDGE, type WedgeOptions } from './wedge.ts'

/** How this workstation's keyboard scanner was set up. */
export interface ScannerSetup {
  /** What it types before and after each number; taken off. */
  prefix: string
  suffix: string
  /** Longest pause between two of its keys, milliseconds. */
  gap: number
  /** How its keys are read. */
  layout: Layout
}

/** Shorter pauses are no keyboard's, longer ones are a person's typing. */
export const GAPS = { least: 10, most: 100 } as const
/** Longest prefix or suffix, characters. */
export const AFFIX = 10

const KEY = 'pigeonhole.scanner'
/** What most scanners need: nothing. */
export const USUAL: ScannerSetup = { prefix: WEDGE.prefix, suffix: WEDGE.suffix, gap: WEDGE.gap, layout: 'auto' }

/** A setup from what was kept; whatever cannot be one is as usual. */
export function readSetup(kept: string | null): ScannerSetup {
  try {
    const value: unknown = JSON.parse(kept ?? 'null')
    if (typeof value !== 'object' || value === null) return USUAL
    const { prefix, suffix, gap, layout } = value as Record<string, unknown>
    return {
      prefix: isAffix(prefix) ? prefix : USUAL.prefix, suffix: isAffix(suffix) ? suffix : USUAL.suffix,
      gap: typeof gap === 'number' && Number.isInteger(gap) && gap >= GAPS.least && gap <= GAPS.most ? gap : USUAL.gap,
      layout: layout === 'typed' || layout === 'us' ? layout : USUAL.layout,
    }
  } catch {
    return USUAL
  }
}

/** True for what a scanner can type before or after a number: visible characters, a few of them. */
export function isAffix(value: unknown): value is string {
  return typeof value === 'string' && value.length <= AFFIX && /^[\u0020-\u007e]*$/.test(value)
}

/** The setup of this workstation. */
export const scannerSetup = createStore<ScannerSetup>(readSetup(typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)))

export function saveSetup(next: ScannerSetup): void {
  localStorage.setItem(KEY, JSON.stringify(next))
  scannerSetup.set(next)
}

/** How scans are told from typing with this setup. A burst may hesitate twice as long as its pauses are. */
export function wedgeOptions(setup: ScannerSetup): WedgeOptions {
  const { prefix, suffix, gap } = setup
  return { ...WEDGE, prefix, suffix, gap, hesitation: Math.max(WEDGE.hesitation, 2 * setup.gap) }
}

const PROVED = 'pigeonhole.scanner.proved'

/** Which reading of its keys this workstation's scanner last proved to mean, by a number that fits in one of them only. */
export function provedLayout(): 'typed' | 'us' {
  return localStorage.getItem(PROVED) === 'us' ? 'us' : 'typed'
}

export function keepProved(proved: 'typed' | 'us'): void {
  if (provedLayout() !== proved) localStorage.setItem(PROVED, proved)
}
