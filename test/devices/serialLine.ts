/** A serial line made of two real pseudo-terminals: what is written to one end comes out of the other, and pulling the plug takes both away. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openSync, closeSync, writeSync } from 'node:fs'

export interface SerialLine {
  /** What a station opens. */
  path: string
  /** Bytes as the scanner sends them. */
  send: (bytes: string | Uint8Array) => void
  unplug: () => Promise<void>
}

/** False where socat is not installed. */
export const hasSocat = process.platform !== 'win32' && spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0

/** Plugs a scanner in at a path, which must not exist yet. */
export async function plugIn(path: string): Promise<SerialLine> {
  const far = `${path}.scanner`
  const socat: ChildProcess = spawn('socat', ['-d', '-d', `pty,rawer,link=${far}`, `pty,rawer,link=${path}`], { stdio: ['ignore', 'ignore', 'pipe'] })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    socat.stderr?.on('data', (words: Buffer) => {
      said += words.toString()
      if (/starting data transfer loop/.test(said)) resolve()
    })
    socat.once('exit', () => { reject(new Error(said)) })
  })
  const end = openSync(far, 'r+')
  let plugged = true
  return {
    path,
    send: (bytes) => { writeSync(end, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes) },
    unplug: async () => {
      if (!plugged) return
      plugged = false
      const gone = once(socat, 'exit')
      socat.kill()
      await gone
      closeSync(end)
    },
  }
}
