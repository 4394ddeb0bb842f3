/** The printers this computer knows. */
import { execFile } from 'node:child_process'
import { access, constants, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface PrinterDevice {
  /** Address as `parseTarget` reads it. */
  readonly target: string
  readonly name: string
  /** What the system says of it: the queue's device, or why it cannot be used. */
  readonly detail: string
  readonly usable: boolean
}

const run = promisify(execFile)

/**
 * List print queues (CUPS, or Windows printers) and USB printer devices. `note` says what could not be asked.
 * Network printers are not searched for: they are entered by address.
 */
export async function listPrinters(deviceFolder = '/dev/usb'): Promise<{ printers: PrinterDevice[]; notes: string[] }> {
  const notes: string[] = []
  const queues = process.platform === 'win32' ? await windowsPrinters(notes) : await cupsQueues(notes)
  return { printers: [...queues, ...(await deviceFiles(deviceFolder))], notes }
}

async function cupsQueues(notes: string[]): Promise<PrinterDevice[]> {
  try {
    const { stdout } = await run('lpstat', ['-v'], { timeout: 5_000, env: { ...process.env, LC_ALL: 'C' } })
    return parseQueues(stdout)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const said = error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().replace(/^lpstat: /u, '').replace(/\.$/u, '') : ''
    // "No destinations added" is an answer, not a failure.
    if (missing) notes.push('This computer has no print system (CUPS), so its printers are not listed. Type the address of a printer in the network.')
    else if (/not running/iu.test(said)) notes.push('The print system of this computer (CUPS) is not running. Start it to find its printers here, or type the address of a printer in the network.')
    else if (!/no destinations/iu.test(said)) notes.push(`The print system of this computer does not answer. Restart it to find its printers here, or type the address of a printer in the network.${said === '' ? '' : ` (${said})`}`)
    return []
  }
}

/** Read what `lpstat -v` prints: "device for NAME: URI". */
export function parseQueues(output: string): PrinterDevice[] {
  return output.split('\n').flatMap((line) => {
    const match = /^device for (\S+): (.*)$/u.exec(line)
    const [, name, uri] = match ?? []
    // A network address may hold a password.
    return name === undefined || uri === undefined ? [] : [{ target: `cups:${name}`, name, detail: uri.replace(/\/\/[^/@]*@/u, '//'), usable: true }]
  })
}

async function deviceFiles(folder: string): Promise<PrinterDevice[]> {
  const names = await readdir(folder).catch(() => [])
  return await Promise.all(
    names
      .filter((name) => /^lp\d+$/u.test(name))
      .sort()
      .map(async (name) => {
        const path = join(folder, name)
        const usable = await access(path, constants.W_OK).then(
          () => true,
          () => false,
        )
        return { target: `file:${path}`, name: path, detail: usable ? 'USB printer' : 'USB printer; this user may not write to it', usable }
      }),
  )
}

async function windowsPrinters(notes: string[]): Promise<PrinterDevice[]> {
  try {
    const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', 'Get-Printer | Select-Object Name,PortName | ConvertTo-Json'], { timeout: 15_000 })
    const found: unknown = JSON.parse(stdout === '' ? '[]' : stdout)
    return (Array.isArray(found) ? found : [found]).flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null || !('Name' in entry) || typeof entry.Name !== 'string') return []
      const port = 'PortName' in entry && typeof entry.PortName === 'string' ? entry.PortName : ''
      return [{ target: `windows:${entry.Name}`, name: entry.Name, detail: port, usable: true }]
    })
  } catch (error) {
    notes.push(`The printers of Windows could not be listed. Type the address of the printer. (${error instanceof Error ? error.message : String(error)})`)
    return []
  }
}
