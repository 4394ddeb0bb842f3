import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { ProofReport } from '../../shared/contract/proof.ts'
import { UsageError } from '../args.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'
import { answerMissing, answerOut, noArguments, oneArgument, outOf } from './given.ts'

/** `proof NUMBER --out FILE.zip`, or `--matter REF`: everything that is recorded about letters, as a file. */
export const proofCommand: Command = {
  name: 'proof',
  usage: 'proof NUMBER --out FILE.zip | proof --matter REF --out FILE.zip',
  summary: 'writes the proof package of a letter, or of every letter of a matter: one PDF, all originals, the entries of the log, and SHA256SUMS',
  options: { out: { type: 'string' }, matter: { type: 'string' } },
  run: async (call) => {
    const { matter } = call.values
    if (matter !== undefined) noArguments(call)
    if (matter?.trim() === '') throw new UsageError('--matter is missing.')
    const what = matter === undefined ? { number: oneArgument(call, 'the number of a letter, or --matter') } : { matter }
    const out = outOf(call)
    const temporary = out.path === null ? null : `${out.path}.part`
    const watched = process.stderr.isTTY && !call.json
    let report: ProofReport | null = null
    try {
      report = await withClient(call, async (client) => {
        let made: ProofReport | null = null
        const stream = await client.proof.package(what)
        const file = temporary === null ? null : openSync(temporary, 'w', 0o600)
        try {
          for await (const message of stream) {
            if ('report' in message) made = message.report
            else if ('part' in message) {
              const bytes = Buffer.from(message.part, 'base64')
              if (file === null) call.io.raw(bytes)
              else for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
            } else if (watched) process.stderr.write(`\r${message.progress.step}: ${message.progress.done} of ${message.progress.of}\u001B[K`)
          }
          if (file !== null) fsyncSync(file)
        } finally {
          if (file !== null) closeSync(file)
        }
        return made
      })
      if (!report) throw new Error('It ended without a report.')
      if (temporary !== null && out.path !== null) renameSync(temporary, out.path)
    } finally {
      if (temporary !== null) rmSync(temporary, { force: true })
    }
    const missing = report.missing.flatMap((letter) => letter.missing.map((words) => `  ${letter.grouped || letter.name}: ${words}`))
    answerOut(call, out, { ...report, path: out.path ?? '-' }, [
      `${out.name}: ${report.letters} ${report.letters === 1 ? 'letter' : 'letters'}, ${report.pages} pages, ${report.files} files.`, `SHA-256 ${report.sha256}`, `Content ${report.content}`,
      ...(missing.length === 0 ? [] : ['Missing:', ...missing]), ...report.damaged.map(({ file, why }) => `Damaged ${file}: ${why}`),
    ].join('\n'))
    answerMissing(call, report.withoutFont)
    return report.damaged.length === 0 ? 0 : 1
  },
}
