// npm run trials [-- --rounds N]: kills a host N times (500 unless told) while it answers intakes, and says what was found.
import { parseArgs } from 'node:util'
import { killRounds } from './kill.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } })
const started = performance.now()
const report = await killRounds(Number(values.rounds), Number(values.seed), (round) => process.stderr.write(`\r${round} kills\u001B[K`))
process.stderr.write('\n')
console.log(JSON.stringify({ ...report, seconds: Math.round((performance.now() - started) / 1000) }))
process.exitCode = report.lost.length + report.doubled.length + report.unsound.length === 0 ? 0 : 1
