// npm run trials [-- NAME... --times N --seed N]: what has to hold when things go wrong. See docs/trials.md.
import { parseArgs } from 'node:util'
import { attack } from './attack.ts'
import { clock } from './clock.ts'
import { day } from './day.ts'
import { full } from './full.ts'
import { hostile } from './hostile.ts'
import { kill } from './kill.ts'
import type { Report } from './report.ts'
import { reporting } from './report.ts'

interface Trial { run: (report: Report, options: { times: number; seed: number }) => Promise<void>; times: number }

/** Every trial, and how often it does its thing unless it is told. */
const TRIALS: Readonly<Record<string, Trial>> = {
  'kill-intake': { run: kill('intake'), times: 100 },
  'kill-handover': { run: kill('handover'), times: 100 },
  'kill-certified': { run: kill('certified'), times: 100 },
  'kill-printing': { run: kill('printing'), times: 100 },
  'kill-import': { run: kill('import'), times: 100 },
  full: { run: full, times: 200 },
  clock: { run: clock, times: 1 },
  day: { run: day, times: 8 },
  hostile: { run: hostile, times: 3 },
  attack: { run: attack, times: 40 },
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { times: { type: 'string' }, seed: { type: 'string', default: '1' } } })
const chosen = Object.keys(TRIALS).filter((name) => positionals.length === 0 || positionals.some((wanted) => name === wanted || name.startsWith(`${wanted}-`)))
if (chosen.length === 0 || (values.times !== undefined && !/^[1-9]\d*$/.test(values.times)) || !/^\d+$/.test(values.seed)) {
  console.error(`npm run trials -- [NAME...] [--times N] [--seed N]\nNames: ${Object.keys(TRIALS).join(', ')}; "kill" is all that begin with it.`)
  process.exit(2)
}

let failed = 0
for (const name of chosen) {
  const trial = TRIALS[name]
  if (!trial) continue
  const report = reporting(name)
  const started = performance.now()
  await trial.run(report, { times: values.times === undefined ? trial.times : Number(values.times), seed: Number(values.seed) })
  report.say('time', (performance.now() - started) / 1000, 's')
  failed += report.figures.filter((figure) => figure.met === false).length
}
process.exitCode = failed === 0 ? 0 : 1
