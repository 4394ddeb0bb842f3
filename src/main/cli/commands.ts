import { createInterface } from 'node:readline'
import { createRouterClient } from '@orpc/server'
import { addDays, isDay, officeDay } from '../../shared/mail/days.ts'
import { identifyLine } from '../../shared/mail/identify.ts'
import { hash } from '../../shared/contract/base.ts'
import { number } from '../../shared/words.ts'
import { UsageError, wholeNumber } from '../args.ts'
import { seed, SEED_OFFICE } from '../sample/seed.ts'
import { createStation } from '../station.ts'
import { osUser } from '../web/local.ts'
import { backupCommand, restoreCommand, tasksCommand } from './backup.ts'
import { certifiedCommand } from './certified.ts'
import { withClient } from './client.ts'
import { followed } from './followed.ts'
import type { Command } from './command.ts'
import { logCommand, signOffCommand } from './days.ts'
import { answer, noArguments, pinFrom, required } from './given.ts'
import { decodeCommand, devicesCommand, printCommand } from './devices.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { noticesCommand } from './notices.ts'
import { trackCommand } from './tracking.ts'
import { exceptionsCommand, waitingCommand, whereCommand } from './custody.ts'
import { proofCommand } from './proof.ts'
import { receiptsCommand } from './receipts.ts'
import { reportCommand } from './report.ts'
import { findCommand, piecesCommand } from './pieces.ts'

const init: Command = {
  name: 'init',
  usage: 'init --office NAME --zone ZONE --admin NAME [--address TEXT] [--pin-file FILE]',
  summary: 'makes a store with its office and first administrator; prints the recovery code once',
  options: { office: { type: 'string' }, zone: { type: 'string' }, admin: { type: 'string' }, address: { type: 'string' }, 'pin-file': { type: 'string' } },
  run: async (call) => {
    noArguments(call)
    const input = {
      office: { name: required(call, 'office'), address: call.values['address'] ?? '', zone: required(call, 'zone') },
      administrator: { name: required(call, 'admin'), pin: pinFrom(call, "The administrator's PIN") },
    }
    const station = createStation({ folder: call.folder, face: 'command-line', version: call.version, worker: call.io.worker })
    try {
      const client = createRouterClient(station.router, { context: station.connect() })
      const { recoveryCode } = await client.access.setUp(input)
      await client.access.grantCommandLine({ osUser: osUser(), role: 'administrator' })
      answer(call, { store: station.services.store.folder, device: station.services.store.device, recoveryCode }, [
        `The store of ${input.office.name} is in ${station.services.store.folder}.`,
        `Recovery code: ${recoveryCode}`,
        'Write it down and lock it away: it is shown only now, and it is the way back in when the PIN is forgotten.',
      ].join('\n'))
      return 0
    } finally {
      await station.close()
    }
  },
}

const verify: Command = {
  name: 'verify',
  usage: 'verify [--against HASH]',
  summary: 'checks the log, its files and what follows from it; names the first bad event',
  options: { against: { type: 'string' } },
  run: async (call) => {
    noArguments(call)
    const against = call.values['against']?.toLowerCase()
    if (against !== undefined && !hash.safeParse(against).success) throw new UsageError('--against takes the 64 characters of an anchored hash.')
    const report = await withClient(call, async (client) => followed(call, await client.office.verify(against === undefined ? {} : { against })))
    const words = [
      report.ok ? `Sound: ${number(report.events)} events, ${number(report.pieces)} pieces, ${report.files} files.` : `Not sound. ${report.problems.length} problem${report.problems.length === 1 ? '' : 's'}:`,
      ...report.problems.map((problem) => `  ${problem.device ? `${problem.device}/${problem.sequence}: ` : ''}${problem.message}`),
      ...(report.anchor ? [`The anchor stands in the log at ${report.anchor.device}/${report.anchor.sequence}.`] : []),
      ...(report.head ? [`Head: ${report.head.device}/${report.head.sequence} ${report.head.hash}`] : []),
    ]
    answer(call, report, words.join('\n'))
    return report.ok ? 0 : 1
  },
}

const seedCommand: Command = {
  name: 'seed',
  usage: 'seed --pieces N [--seed S] [--until YYYY-MM-DD]',
  summary: 'fills a new store with made-up history up to a day (yesterday), the same for the same seed and day',
  options: { pieces: { type: 'string' }, seed: { type: 'string' }, until: { type: 'string' } },
  run: async (call) => {
    noArguments(call)
    const pieces = wholeNumber('pieces', required(call, 'pieces'), 1, 20_000_000)
    const today = officeDay(Date.now(), SEED_OFFICE.zone)
    const until = call.values['until'] ?? addDays(today, -1)
    if (!isDay(until) || until > today) throw new UsageError(`--until takes a day that has come, like ${addDays(today, -1)}, not "${until}".`)
    const started = performance.now()
    const watched = process.stderr.isTTY && !call.json
    const made = await seed({
      folder: call.folder, pieces, seed: wholeNumber('seed', call.values['seed'] ?? '1', 0, 2 ** 32 - 1), until, program: call.version, grant: osUser(),
      onProgress: (done, of) => {
        if (watched) process.stderr.write(`\r${number(done)} of ${number(of)} pieces\u001B[K`)
      },
    })
    const seconds = (performance.now() - started) / 1000
    answer(call, { ...made, seconds }, `${number(made.pieces)} pieces, ${number(made.events)} events in ${seconds.toFixed(1)} s.`)
    return 0
  },
}

const identify: Command = {
  name: 'identify',
  usage: 'identify [NUMBER...]',
  summary: 'says what numbers are, one JSON object a line; reads lines from standard input when none is given',
  options: {},
  run: async (call) => {
    if (call.args.length > 0) {
      for (const text of call.args) call.io.out(identifyLine(text))
      return 0
    }
    let lines: string[] = []
    const flush = (): void => {
      if (lines.length > 0) call.io.out(lines.join('\n'))
      lines = []
    }
    for await (const text of createInterface({ input: call.io.input, crlfDelay: Infinity })) {
      lines.push(identifyLine(text))
      if (lines.length >= 1_000) flush()
    }
    flush()
    return 0
  },
}

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [init, verify, backupCommand, restoreCommand, tasksCommand, logCommand, signOffCommand, seedCommand, identify, importCommand, findCommand, piecesCommand, waitingCommand, whereCommand, exceptionsCommand, printCommand, decodeCommand, devicesCommand, trackCommand, certifiedCommand, noticesCommand, exportCommand, receiptsCommand, proofCommand, reportCommand]
