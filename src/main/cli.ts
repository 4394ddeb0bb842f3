import { run } from './cli/run.ts'

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  raw: (bytes) => process.stdout.write(bytes),
  err: (line) => process.stderr.write(`${line}\n`),
  input: process.stdin,
  packageFile: new URL('../../package.json', import.meta.url),
  worker: new URL('./worker.js', import.meta.url),
})
