import type { ParseArgsConfig } from 'node:util'

/** What a command may use of the process it runs in. */
export interface Io {
  out(line: string): void
  err(line: string): void
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  packageFile: URL
  worker: URL
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
