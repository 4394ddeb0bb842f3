import { LOG_FORMATS } from '../../shared/contract/days.ts'
import { isDay } from '../../shared/mail/days.ts'
import { number } from '../../shared/words.ts'
import { UsageError } from '../args.ts'
import { withClient } from './client.ts'
import type { Command, Invocation } from './command.ts'
import { answer, answerMissing, handOut, noArguments, outOf, pinFrom, required } from './given.ts'

function dayOf(call: Invocation): { day?: string } {
  const day = call.values['date']
  if (day === undefined) return {}
  if (!isDay(day)) throw new UsageError(`--date takes a day like 2026-11-24, not "${day}".`)
  return { day }
}

/** `log --date DAY --format FORMAT --out FILE`: the log of a day as a file. */
export const logCommand: Command = {
  name: 'log',
  usage: `log [--date YYYY-MM-DD] --format ${LOG_FORMATS.join('|')} --out FILE [--shift NAME] [--paper letter|a4]`,
  summary: 'writes the log of a day, or of a shift, to a file; the PDF of a signed day is the one that was signed',
  options: { date: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' }, shift: { type: 'string' }, paper: { type: 'string' } },
  run: async (call) => {
    noArguments(call)
    const format = LOG_FORMATS.find((known) => known === required(call, 'format'))
    if (!format) throw new UsageError(`--format takes ${LOG_FORMATS.join(', ')}.`)
    const given = call.values['paper']
    const paper = given === undefined ? undefined : given === 'letter' || given === 'a4' ? given : null
    if (paper === null) throw new UsageError('--paper takes letter or a4.')
    const out = outOf(call)
    const shift = call.values['shift']
    const made = await withClient(call, async (client) => await client.days.file({ ...dayOf(call), format, ...(shift === undefined ? {} : { shift }), ...(paper === undefined ? {} : { paper }) }))
    handOut(call, out, Buffer.from(made.content, 'base64'), { title: made.title, signed: made.signed, missing: made.missing }, `${made.title} is in ${out.name}${made.signed ? ', as it was signed off' : ''}.`)
    answerMissing(call, made.missing)
    return 0
  },
}

/** `sign-off --as NAME`: closes a day with the PIN of a supervisor. */
export const signOffCommand: Command = {
  name: 'sign-off',
  usage: 'sign-off [--date YYYY-MM-DD] --as NAME [--pin-file FILE]',
  summary: 'closes a day with the PIN of a supervisor (PIGEONHOLE_PIN or --pin-file); prints the anchored head',
  options: { date: { type: 'string' }, as: { type: 'string' }, 'pin-file': { type: 'string' } },
  run: async (call) => {
    noArguments(call)
    const name = required(call, 'as')
    const pin = pinFrom(call, "The supervisor's PIN")
    const signed = await withClient(call, async (client) => {
      const people = await client.access.people()
      const person = people.find((one) => one.name.toLowerCase() === name.toLowerCase())
      if (!person) throw new UsageError(`Nobody here is named "${name}". There are: ${people.map((one) => one.name).join(', ')}.`)
      return await client.days.signOff({ ...dayOf(call), by: { user: person.id, pin } })
    })
    answer(call, signed, `${signed.by} signed off ${signed.day}: ${number(signed.events)} entries to ${signed.to.device}/${signed.to.sequence}, ${number(signed.here)} pieces here.\nHead: ${signed.to.hash}`)
    answerMissing(call, signed.missing)
    return 0
  },
}
