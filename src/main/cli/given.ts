import { readFileSync } from 'node:fs'
import { UsageError } from '../args.ts'
import type { Invocation } from './command.ts'

/** Prints one answer: as JSON on one line, or in words. */
export function answer(call: Invocation, value: unknown, words: string): void {
  call.io.out(call.json ? JSON.stringify(value) : words)
}

/** @throws UsageError when there is an argument */
export function noArguments(call: Invocation): void {
  if (call.args.length > 0) throw new UsageError(`"${call.args[0]}" is one word too many.`)
}

/** The only argument. @throws UsageError */
export function oneArgument(call: Invocation, what: string): string {
  const [value, ...rest] = call.args
  if (value === undefined) throw new UsageError(`Name ${what}.`)
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`)
  return value
}

/** An option that has to be there. @throws UsageError */
export function required(call: Invocation, name: string): string {
  const value = call.values[name]
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} is missing.`)
  return value
}

/** A PIN from a file or the environment, so that it stands in no list of processes. */
export function pinFrom(call: Invocation, whose: string): string {
  const file = call.values['pin-file']
  const pin = file === undefined ? process.env['PIGEONHOLE_PIN'] : readFileSync(file, 'utf8').trim()
  if (pin === undefined || pin === '') throw new UsageError(`${whose} is missing: put it into the environment as PIGEONHOLE_PIN, or into a file named with --pin-file.`)
  return pin
}
