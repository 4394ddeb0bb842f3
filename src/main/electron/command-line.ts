import { app } from 'electron'
import { join } from 'node:path'
import { layout } from '../store/folder.ts'
import { sealedSecrets } from './secrets.ts'

/** The words of a command line after `--cli`, or null where the app is to open. */
export function commandOf(args: readonly string[]): readonly string[] | null {
  const at = args.indexOf('--cli')
  if (at < 0) return null
  // Behind `--` Electron takes no word for one of its own, and refuses none for standing behind an address.
  return args.slice(at + (args[at + 1] === '--' ? 2 : 1))
}

/**
 * The command line of the installed app, which carries no Node that could run another program: the app does the command itself, without
 * a window and beside an app that is open, and ends with the command's exit code. Passwords come from the keychain, as they do in the app.
 */
export async function answerCommandLine(args: readonly string[], { packageFile, worker }: { packageFile: URL; worker: URL }): Promise<void> {
  // Electron would show a dialog, and a scheduled task has nobody who could close it.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.message}\n`)
    app.exit(1)
  })
  app.disableHardwareAcceleration()
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited')
  // What Chromium keeps belongs to the app that may be open. On Windows the key that passwords are sealed with lies there too, and both have to open them.
  if (process.platform !== 'win32') app.setPath('sessionData', join(app.getPath('userData'), 'command-line'))
  const [{ run }] = await Promise.all([import('../cli/run.ts'), app.whenReady()])
  const code = await run(args, {
    out: (line) => process.stdout.write(`${line}\n`),
    raw: (bytes) => process.stdout.write(bytes),
    err: (line) => process.stderr.write(`${line}\n`),
    input: process.stdin,
    packageFile,
    worker,
    program: 'pigeonhole --cli',
    secrets: (folder) => sealedSecrets(layout(folder).sealedSecrets),
  })
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
  app.exit(code)
}
