import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../args.ts'
import { writeDurably } from '../store/files.ts'
import type { Invocation } from './command.ts'
import { printable } from './pieces.ts'

/** Prints one answer: as JSON on one line, or in words. */
export function answer(call: Invocation, value: unknown, words: string): void {
  call.io.out(call.json ? JSON.stringify(value) : words)
}

/** Where a file goes that a command makes: `path` is null for `-`, standard output. */
export interface Out { path: string | null; name: string }

/** What `--out` says. @throws UsageError where it is missing */
export function outOf(call: Invocation): Out {
  const given = required(call, 'out')
  return given === '-' ? { path: null, name: 'standard output' } : { path: resolve(given), name: resolve(given) }
}

/** Says what of a print no font has, in words; a program reads it in the answer. */
export function answerMissing(call: Invocation, missing: string | null): void {
  if (missing !== null && !call.json) call.io.err(printable(missing))
}

/** Says what was made; beside a file on standard output, to standard error. */
export function answerOut(call: Invocation, out: Out, value: object, words: string): void {
  const line = call.json ? JSON.stringify(value) : words
  if (out.path === null) call.io.err(line)
  else call.io.out(line)
}

/** Writes a file where `--out` says, and says so. */
export function handOut(call: Invocation, out: Out, content: Uint8Array, value: object, words: string): void {
  if (out.path === null) call.io.raw(content)
  else writeDurably(out.path, content, 0o644)
  answerOut(call, out, { ...value, file: out.path ?? '-', bytes: content.length }, words)
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
