import { implement } from '@orpc/server'
import { access as contract } from '../../shared/contract/access.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as access from './access.ts'
import * as members from './people.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  setUp: os.setUp.handler(({ context, input }) => access.setUp(context, input)),
  people: os.people.handler(({ context }) => access.people(context)),
  signIn: os.signIn.handler(({ context, input }) => access.signIn(context, input)),
  resume: os.resume.handler(({ context, input }) => access.resume(context, input)),
  signOut: os.signOut.handler(({ context }) => access.signOut(context)),
  recover: os.recover.handler(({ context, input }) => access.recover(context, input)),
  addPerson: os.addPerson.handler(({ context, input }) => access.addPerson(context, input)),
  everyone: os.everyone.handler(({ context }) => members.everyone(context)),
  changeRole: os.changeRole.handler(({ context, input }) => members.changeRole(context, input)),
  resetPin: os.resetPin.handler(({ context, input }) => members.resetPin(context, input)),
  setActive: os.setActive.handler(({ context, input }) => members.setActive(context, input)),
  touch: os.touch.handler(({ context }) => access.touch(context)),
  settings: os.settings.handler(({ context }) => access.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => access.saveSettings(context, input)),
  changePin: os.changePin.handler(({ context, input }) => access.changePin(context, input)),
  commandLine: os.commandLine.handler(({ context }) => access.commandLine(context)),
  grantCommandLine: os.grantCommandLine.handler(({ context, input }) => access.grantCommandLine(context, input)),
})
