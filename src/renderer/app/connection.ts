import { createORPCClient, ORPCError, type ClientContext, type ClientLink } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../shared/contract/index.ts'
import { createStore, type Store } from './store.ts'
import type { Line } from './transport.ts'

export type Client = ContractRouterClient<Contract>

/** `connecting` until the first answer; then `open`, or `lost` while the station does not answer. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

/** A call that could not be made, or whose answer did not come, because the line to the station is gone. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
  constructor() { super('The station does not answer.') }
}

export interface Connection {
  state: Store<ConnectionState>
  client: Client
  /** Tries now instead of at the end of the pause. */
  retry: () => void
  /** Hears every `SIGN_IN` answer: the station no longer knows who is signed in here. */
  onSignInNeeded: (listener: () => void) => () => void
  close: () => void
}

export interface ConnectionOptions {
  open: () => Line
  /** Runs on each new line before anything else may use it; it signs in again, and asks what the screen shows first. */
  greet: (client: Client) => Promise<void>
  /** Pauses between tries, milliseconds: the first, doubled up to the last. */
  pause?: { first: number; last: number }
  /** How long a new line may take to answer, milliseconds. */
  patience?: number
}

/**
 * Keeps a line to the station and opens a new one whenever it is gone. Calls go to the line of the moment; a call on a
 * line that goes away fails with {@link ConnectionLost} and is not repeated here, because only the caller knows whether
 * repeating it is safe.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const pause = options.pause ?? { first: 250, last: 5000 }
  const patience = options.patience ?? 8000
  const state = createStore<ConnectionState>('connecting')
  const signInListeners = new Set<() => void>()
  const pending = new Set<() => void>()
  let line: Line | null = null
  let ready = false
  let ended = false
  let wait = pause.first
  let skip: (() => void) | null = null

  const through = (pick: () => Line | null): ClientLink<ClientContext> => ({
    async call(path, input, callOptions) {
      const used = pick()
      if (!used) throw new ConnectionLost()
      const lost = Promise.withResolvers<never>()
      const fail = (): void => { lost.reject(new ConnectionLost()) }
      pending.add(fail)
      try {
        return await Promise.race([used.link.call(path, input, callOptions), lost.promise])
      } catch (error) {
        if (error instanceof ORPCError && error.code === 'SIGN_IN') for (const listener of signInListeners) listener()
        if (error instanceof ORPCError || callOptions.signal?.aborted) throw error
        // The wire may complain of a closing line a moment before the line itself says so.
        await new Promise((resolve) => { setTimeout(resolve, 0) })
        throw used === line ? error : new ConnectionLost()
      } finally {
        pending.delete(fail)
      }
    },
  })
  const greeter = createORPCClient<Client>(through(() => line))
  const client = createORPCClient<Client>(through(() => (ready ? line : null)))

  async function run(): Promise<void> {
    for (;;) {
      if (ended) return
      const current = options.open()
      line = current
      try {
        await withPatience(current.opened.then(() => options.greet(greeter)), patience)
        ready = true
        wait = pause.first
        state.set('open')
        await current.closed
      } catch {
        current.close()
      }
      ready = false
      line = null
      for (const fail of pending) fail()
      if (ended) return
      state.set('lost')
      await sleep()
    }
  }

  async function sleep(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, wait)
    wait = Math.min(wait * 2, pause.last)
    skip = resolve
    await promise
    clearTimeout(timer)
    skip = null
  }

  void run()
  return {
    state,
    client,
    retry: () => { wait = pause.first; skip?.() },
    onSignInNeeded: (listener) => {
      signInListeners.add(listener)
      return () => { signInListeners.delete(listener) }
    },
    close: () => { ended = true; skip?.(); line?.close() },
  }
}

async function withPatience(work: Promise<void>, patience: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(new ConnectionLost()) }, patience) })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
