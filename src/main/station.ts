import { implement } from '@orpc/server'
import { contract } from '../shared/contract/index.ts'
import { AREA_ROUTERS, EVENT_KINDS, TASKS } from './areas.ts'
import { LOCK_AFTER } from './access/access.ts'
import { SECRET_COST } from './access/secrets.ts'
import { createSessions } from './access/sessions.ts'
import type { Call, Connection } from './call.ts'
import { createChanges } from './changes.ts'
import { resumeImports } from './directory/import-apply.ts'
import type { Logger } from './logger.ts'
import { fileLogger } from './logger.ts'
import type { Face, Services } from './services.ts'
import { createOutbox } from './notify/outbox.ts'
import { createPlanner } from './notify/planner.ts'
import type { SendMailOptions } from './notify/smtp.ts'
import { createSender } from './printing/sender.ts'
import { createSpooler } from './printing/spooler.ts'
import { labelArrivals } from './printing/arrivals.ts'
import { createArrivals } from './scanning/arrivals.ts'
import { createSerialScanners } from './scanning/serial.ts'
import { createDecoder, decodeWorker } from './scanning/decoder.ts'
import type { Secrets } from './secrets.ts'
import { fileSecrets } from './secrets.ts'
import { makeSearchable } from './store/behind.ts'
import { createReader } from './store/reader.ts'
import { layout } from './store/folder.ts'
import { OFFICE, setting } from './store/settings.ts'
import { openStore, type Store } from './store/store.ts'
import { createTasks } from './tasks/tasks.ts'
import { resumeNews } from './tracking/import.ts'
import { closeBoard } from './tracking/live.ts'

export interface StationOptions {
  /** The folder of the store; made when there is none. */
  folder: string
  face: Face
  version: string
  /** The entry of the worker that belongs to the running face. */
  worker: URL
  log?: Logger
  sample?: boolean
  offices?: Services['offices']
  printDialog?: Services['printDialog']
  /** Where passwords are kept; a file of the store's owner unless the face has something better. */
  secrets?: (folder: string) => Secrets
  /** How patient the sender of e-mail is, and which certificates it trusts besides the system's. */
  mail?: SendMailOptions
  create?: boolean
  /** Less than what every face takes only where secrets are made up: in tests. */
  secretCost?: number
  now?: () => number
  random?: (bytes: Uint8Array) => void
}

/** The one router that every face serves. */
export const router = implement(contract).$context<Call>().router(AREA_ROUTERS)
export type StationRouter = typeof router

export interface Station {
  readonly services: Services
  readonly router: StationRouter
  /** The context of one new connection, on which nobody is signed in yet. */
  connect(): Call
  /** The computer goes to sleep: what is dead afterwards without knowing it is let go of. */
  sleeps(): void
  /** The computer slept: scanners are opened anew, what was due meanwhile runs, and what waits is tried again. */
  woke(): void
  close(): Promise<void>
}

/**
 * Opens a station: the one place where store, areas and devices are wired together.
 *
 * @throws StoreError when its store cannot be used
 */
export function createStation(options: StationOptions): Station {
  const log = options.log ?? fileLogger(layout(options.folder).log)
  const store = openStore({
    folder: options.folder, kinds: EVENT_KINDS, program: options.version, warn: (message, detail) => log.warn(message, detail),
    ...(options.create === undefined ? {} : { create: options.create }), ...(options.now ? { now: options.now } : {}), ...(options.random ? { random: options.random } : {}),
  })
  try {
    return assemble(options, log, store)
  } catch (error) {
    // Whoever makes room and tries again in this process must find the store free.
    store.close()
    throw error
  }
}

function assemble(options: StationOptions, log: Logger, store: Store): Station {
  const reader = createReader(options.worker, store.folder, () => { makeSearchable(store.db) })
  const changes = createChanges(store)
  const spooler = createSpooler({ store, changes, log, send: createSender(), serve: options.face !== 'command-line' })
  const secrets = options.secrets?.(options.folder) ?? fileSecrets(layout(options.folder).secrets)
  const outbox = createOutbox({ store, changes, log, secrets, serve: options.face !== 'command-line', ...(options.mail ? { sendOptions: options.mail } : {}) })
  const planner = createPlanner({ store, log, services: () => services, serve: options.face === 'electron' || options.face === 'browser' })
  const arrivals = createArrivals()
  const scanners = createSerialScanners({ store, changes, log, arrivals, serve: options.face !== 'command-line' })
  const services: Services = { store, reader, changes, sessions: createSessions({ now: () => store.now(), idleMs: () => setting(store.db, LOCK_AFTER) * 60_000 }), spooler, outbox, planner, secrets, decoder: createDecoder(decodeWorker(options.worker)), scanners, arrivals, tasks: createTasks(TASKS, () => services), secretCost: options.secretCost ?? SECRET_COST, log, face: options.face, version: options.version, sample: options.sample ?? false, offices: options.offices ?? {}, ...(options.printDialog ? { printDialog: options.printDialog } : {}) }
  resumeImports(services)
  resumeNews(services).catch((error: unknown) => { log.warn('an import of news stopped', { error: String(error) }) })
  const stopLabels = labelArrivals(services)
  spooler.wakeAll()
  outbox.wake()
  // A command ends when it is done; what is due then is run by the app, or by the command for it.
  if (options.face === 'electron' || options.face === 'browser') services.tasks.start()
  let closing: Promise<void> | null = null
  return {
    services,
    router,
    connect: () => {
      const connection: Connection = { signedIn: null, token: null }
      return { services, connection }
    },
    sleeps: () => {
      if (closing) return
      log.info('the computer sleeps')
      scanners.sleep()
    },
    woke: () => {
      if (closing) return
      log.info('the computer woke up')
      scanners.wake()
      planner.plan().catch((error: unknown) => { log.warn('notices were not written', { error: String(error) }) })
      outbox.wake(true)
      spooler.wakeAll()
      if (setting(store.db, OFFICE)) services.tasks.run().catch((error: unknown) => { log.error('tasks', { error: String(error) }) })
    },
    close: () => {
      closing ??= (async () => {
        await stopLabels()
        await services.tasks.close()
        await planner.close()
        await outbox.close()
        await spooler.close()
        closeBoard(store)
        await scanners.close()
        arrivals.close()
        changes.close()
        await services.decoder.close()
        await reader.close()
        store.close()
      })()
      return closing
    },
  }
}
