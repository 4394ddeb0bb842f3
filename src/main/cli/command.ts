import type { ParseArgsConfig } from 'node:util'
import type { Secrets } from '../secrets.ts'

/** What a command may use of the process it runs in. */
export interface Io {
  out(line: string): void
  /** Bytes of a file that goes to standard output. */
  raw(bytes: Uint8Array): void
  err(line: string): void
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  packageFile: URL
  worker: URL
  /** What a person writes before the command; from the sources it is npm's script. */
  program?: string
  /** The secrets of the store in a folder, where there is more than its own file. */
  secrets?: (folder: string) => Secrets
}

export interface Invocation {
  args: readonly string[]
  values: Readonly<Record<string, string>>
  flags: ReadonlySet<string>
  json: boolean
  /** The folder of the store that is meant. */
  folder: string
  version: string
  io: Io
}

/** One command of the command line. Every command also takes `--store` and `--json`. */
export interface Command {
  name: string
  usage: string
  summary: string
  options: NonNullable<ParseArgsConfig['options']>
  /** @returns the exit code */
  run(invocation: Invocation): Promise<number>
}
