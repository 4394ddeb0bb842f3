import { existsSync } from 'node:fs'
import { layout } from '../store/folder.ts'
import { osUser } from '../web/local.ts'
import { seed } from './seed.ts'

/** Makes the sample office in `folder` unless it is there already. */
export async function openSample(folder: string, program: string): Promise<void> {
  if (existsSync(layout(folder).database)) return
  await seed({ folder, pieces: 1_200, seed: 7, program, grant: osUser() })
}
