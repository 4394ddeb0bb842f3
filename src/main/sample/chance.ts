/** A source of chance that gives the same sequence for the same seed (mulberry32). For made-up data only, never for secrets. */
export interface Chance {
  /** 0 <= n < below */
  whole(below: number): number
  pick<T>(from: readonly T[]): T
  digits(count: number): string
  /** True in `share` of the cases, 0 to 1. */
  happens(share: number): boolean
  fill(bytes: Uint8Array): void
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const whole = (below: number): number => next() % below
  return {
    whole,
    pick: (from) => {
      const value = from[whole(from.length)]
      if (value === undefined) throw new RangeError('There is nothing to pick from.')
      return value
    },
    digits: (count) => {
      let text = ''
      while (text.length < count) text += String(next() % 1_000_000_000).padStart(9, '0')
      return text.slice(0, count)
    },
    happens: (share) => next() / 2 ** 32 < share,
    fill: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 255
    },
  }
}
