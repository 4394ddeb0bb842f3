import { isDefinedError } from '@orpc/client'
import { ORPCError } from '@orpc/server'
import { readArguments, UsageError } from '../args.ts'
import { StoreError } from '../store/errors.ts'
import { defaultFolder } from '../store/folder.ts'
import { programVersion } from '../version.ts'
import type { Command, Io } from './command.ts'
import { COMMANDS } from './commands.ts'

const COMMON = { store: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const

/** As wide as the narrowest terminal in use. */
const WIDTH = 80

/** Text in lines of at most {@link WIDTH} letters, each begun with `indent`, from the second one on with `next`. What stands in brackets stays together. */
function wrapped(text: string, indent: string, next = indent): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.match(/\[[^\]]*\]\S*|\S+/g) ?? []) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = next
    }
    line += line.trim() === '' ? word : ` ${word}`
  }
  return [...lines, line]
}

function usage(program = 'npm run -s pigeonhole --'): string {
  return [
    `Usage: ${program} COMMAND [--store DIR] [--json]`, '',
    ...COMMANDS.flatMap((command) => [...wrapped(command.usage, '  ', '        '), ...wrapped(command.summary, '      '), '']),
    ...wrapped(`Without --store the store is ${defaultFolder()}.`, ''),
  ].join('\n')
}

/**
 * Runs one command of the command line.
 *
 * @returns the exit code: 0 done, 1 it could not be done (the reason is on standard error), 2 wrong use
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help') {
    io.out(usage(io.program))
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find((known) => known.name === name)
  if (!command) {
    io.err(`There is no command "${name}".\n\n${usage(io.program)}`)
    return 2
  }
  try {
    return await runCommand(command, rest, io)
  } catch (error) {
    return report(error, command, io)
  }
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, { ...COMMON, ...command.options }, true)
  if (values['help']) {
    io.out([...wrapped(`Usage: ${command.usage}`, '', '  '), '', ...wrapped(command.summary, '')].join('\n'))
    return 0
  }
  const texts = Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
  const flags = new Set(Object.entries(values).flatMap(([key, value]) => (value === true ? [key] : [])))
  return command.run({ args: positionals, values: texts, flags, json: flags.has('json'), folder: texts['store'] ?? defaultFolder(), version: programVersion(io.packageFile), io })
}

function report(error: unknown, command: Command, io: Io): number {
  if (error instanceof UsageError) {
    io.err([error.message, ...wrapped(`Usage: ${command.usage}`, '', '  ')].join('\n'))
    return 2
  }
  if (error instanceof StoreError || isDefinedError(error) || error instanceof ORPCError) io.err(error.message)
  else io.err(error instanceof Error ? (process.env['PIGEONHOLE_DEBUG'] ? (error.stack ?? error.message) : error.message) : String(error))
  return 1
}
