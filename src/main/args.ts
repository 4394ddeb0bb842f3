import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'

/** A call whose words are wrong. `message` says what is right; the command line ends with 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

type Options = NonNullable<ParseArgsConfig['options']>

/** Takes a command line apart; what is not known is said in words. @throws UsageError */
export function readArguments<O extends Options>(args: readonly string[], options: O, positionals: boolean) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: positionals, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number in a range. @throws UsageError */
export function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < from || value > to) throw new UsageError(`--${name} takes a whole number from ${from} to ${to}, not "${text}".`)
  return value
}
