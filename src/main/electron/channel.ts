import { ipcMain, type MessagePortMain, type WebContents } from 'electron'
import { toDesktop, type ToDesktop, type ToPage } from '../../shared/desktop/channel.ts'
import { DESKTOP_CHANNEL } from '../../shared/desktop/names.ts'
import type { Logger } from '../logger.ts'
import { isOwnFrame } from './security.ts'

export interface PageChannel {
  /** Tells the page; nothing happens while there is none. */
  tell: (message: ToPage) => void
}

/**
 * The small channel beside the contract: takes the port that our own main page offers, and hands on only messages that fit.
 *
 * @param whose the contents of the one window that may have it
 * @param on.page a page has come, or came again after a reload
 */
export function pageChannel(whose: () => WebContents | null, log: Pick<Logger, 'warn'>, on: { page: () => void; message: (message: ToDesktop) => void }): PageChannel {
  let port: MessagePortMain | null = null
  ipcMain.on(DESKTOP_CHANNEL, (event) => {
    const [offered] = event.ports
    if (!offered) return
    if (!isOwnFrame(event.senderFrame) || event.sender !== whose()) {
      log.warn('a foreign frame asked for the desktop')
      offered.close()
      return
    }
    port?.close()
    port = offered
    offered.on('message', ({ data }) => {
      const read = toDesktop.safeParse(data)
      if (read.success) on.message(read.data)
      else log.warn('the page said something that nobody understands')
    })
    offered.on('close', () => { if (port === offered) port = null })
    offered.start()
    on.page()
  })
  return { tell: (message) => port?.postMessage(message) }
}
