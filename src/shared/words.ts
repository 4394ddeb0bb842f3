let numbers: Intl.NumberFormat | undefined
/** A number as people read it: 1,234. */
export const number = (n: number): string => (numbers ??= new Intl.NumberFormat('en-US')).format(n)

/** How many of something: "1 piece", "1,234 pieces". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`

/** What several answers have to say, each of it once; null where none says anything. */
export function saidOnce(said: ReadonlyArray<string | null>): string | null {
  const words = new Set(said.filter((one) => one !== null))
  return words.size === 0 ? null : [...words].join(' ')
}
