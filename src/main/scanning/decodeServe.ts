/** Answers decoding requests that arrive on a message port; any worker of the station can do so. */
import type { MessagePort } from 'node:worker_threads'
import { decode, DecodeError } from './decode.ts'
import type { Decoded, DecodeInput, DecodeOptions } from './decode.ts'

export interface DecodeRequest {
  readonly id: number
  readonly input: DecodeInput
  readonly options: Omit<DecodeOptions, 'signal'>
}

export type DecodeReply =
  | { readonly id: number; readonly decoded: Decoded }
  /** `readable` false: the file is at fault (DecodeError); true: the reader failed. */
  | { readonly id: number; readonly error: string; readonly readable: boolean }

/** Answer every request on this port, one after another. */
export function serveDecoding(port: MessagePort): void {
  let last: Promise<void> = Promise.resolve()
  port.on('message', (request: DecodeRequest) => {
    last = last.then(async () => {
      let reply: DecodeReply
      try {
        reply = { id: request.id, decoded: await decode(request.input, request.options) }
      } catch (error) {
        reply = { id: request.id, error: error instanceof Error ? error.message : String(error), readable: !(error instanceof DecodeError) }
      }
      port.postMessage(reply)
    })
  })
}
