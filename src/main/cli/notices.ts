import { UsageError } from '../args.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'

/** `notices send`: for the system's own scheduler while the app is closed; the open app sends by itself. */
export const noticesCommand: Command = {
  name: 'notices',
  usage: 'notices send',
  summary: 'writes the messages that are due and sends what waits; ends with 1 when something was refused or has to be decided',
  options: {},
  run: async (call) => {
    const [what, ...rest] = call.args
    if (what !== 'send' || rest.length > 0) throw new UsageError(what === undefined ? 'Say what to do: send.' : `"${call.args.join(' ')}" cannot be done here; "send" can.`)
    const report = await withClient(call, async (client) => await client.notify.send())
    if (call.json) call.io.out(JSON.stringify(report))
    else call.io.out(`${report.sent} sent, ${report.failed} refused, ${report.unknown} to decide, ${report.waiting} waiting.`)
    return report.failed + report.unknown === 0 ? 0 : 1
  },
}
