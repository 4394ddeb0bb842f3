import { encodeResponseMessage, MessageType } from '@orpc/standard-server-peer'
import type { Page } from '@playwright/test'

/** Stands between a page and its station. */
export interface Door {
  /** While it is true the page is answered as by a station that failed over everything that it was asked, and the station hears nothing of it. */
  shut: boolean
  /** How many questions were answered so. */
  refused: number
}

/** What the frame around every screen lives on: who is signed in, and whether the station is there. */
const FRAME: ReadonlySet<string> = new Set(['office/status', 'office/changes', 'access/people', 'access/resume', 'access/signOut', 'access/touch', 'scanning/arrivals'])

/** The id of the fault that the page is told; the length of a real one. */
const ID = '7f3a90c2'

/** Puts a door between a page that is not open yet and its station. Only a page in a browser reaches its station on a way that can be shut. */
export async function putDoor(page: Page): Promise<Door> {
  const door: Door = { shut: false, refused: 0 }
  await page.routeWebSocket('**/rpc', (socket) => {
    const station = socket.connectToServer()
    socket.onMessage((message) => {
      const asked = door.shut ? request(message) : null
      if (asked === null || FRAME.has(asked.path)) {
        station.send(message)
        return
      }
      door.refused++
      const json = { defined: false, code: 'INTERNAL_SERVER_ERROR', status: 500, message: `Something went wrong in the station. The log has the details under ${ID}.`, data: { id: ID } }
      void encodeResponseMessage(asked.id, MessageType.RESPONSE, { status: 500, headers: {}, body: { json } }).then((answer) => { if (typeof answer === 'string') socket.send(answer) })
    })
  })
  return door
}

/** What a frame of the wire asks for; null for one that asks nothing, such as the end of a stream. A file follows its question after a byte of its own. */
function request(frame: string | Buffer): { id: string; path: string } | null {
  const end = typeof frame === 'string' ? -1 : frame.indexOf(0xff)
  const text = typeof frame === 'string' ? frame : frame.subarray(0, end < 0 ? undefined : end).toString()
  const { i: id, t: type, p } = JSON.parse(text) as { i: string; t?: number; p?: { u?: string } }
  return type !== undefined || p?.u === undefined ? null : { id, path: new URL(p.u, 'http://station').pathname.slice(1) }
}
