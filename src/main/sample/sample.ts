import { existsSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { layout } from '../store/folder.ts'
import { osUser } from '../web/local.ts'
import { makeSample } from './office.ts'

/** Makes the sample office in `folder`, with mail up to this minute, unless it is there already. It is there whole or not at all. */
export async function openSample(folder: string, program: string): Promise<void> {
  if (existsSync(layout(folder).database)) return
  const { root } = layout(folder)
  const making = `${root}.making`
  rmSync(making, { recursive: true, force: true })
  try {
    await makeSample({ folder: making, program, seed: 7, until: Date.now(), grant: osUser() })
    if (existsSync(root)) rmdirSync(root)
    renameSync(making, root)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
