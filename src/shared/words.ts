/** A number as people read it: 1,234. */
export const number = (n: number): string => n.toLocaleString('en-US')

/** How many of something: "1 piece", "1,234 pieces". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`
