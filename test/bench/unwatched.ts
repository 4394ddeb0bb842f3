import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import playwright from '../../playwright.config.ts'

/**
 * A browser as it runs at a desk, for what is timed to the millisecond. Playwright has its inspector note where every Error was made, for which the browser
 * reads a whole bundle once more, and puts 300 kB of its own into each page: together a tenth of a start, which nobody at a desk waits for. Here the keys and the
 * mouse are sent as they come from a person, and little else.
 */
export interface Unwatched {
  /** A new page, in which `script` runs before anything else does. */
  page: (script: string) => Promise<UnwatchedPage>
  close: () => Promise<void>
}

export interface UnwatchedPage {
  goto: (address: string) => Promise<void>
  /** The value of an expression; one that is a promise is waited for. */
  value: <T>(expression: string) => Promise<T>
  /** Presses the left button of the mouse where the element of this expression is. */
  click: (element: string) => Promise<void>
  /** Presses a digit or Enter. */
  press: (key: string) => Promise<void>
  close: () => Promise<void>
}

interface Message { id?: number; result?: unknown; error?: { message: string } }

/** Starts this machine's browser with a profile of its own, which it keeps from page to page. */
export async function openUnwatched(): Promise<Unwatched> {
  const { executablePath = chromium.executablePath(), args = [] } = playwright.use?.launchOptions ?? {}
  const profile = mkdtempSync(join(tmpdir(), 'pigeonhole-bench-browser-'))
  const browser = spawn(executablePath, [...args, '--headless', '--remote-debugging-port=0', '--window-size=1366,768', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise<void>((resolve) => browser.once('exit', () => { resolve() }))
  const socket = new WebSocket(await new Promise<string>((resolve, reject) => {
    let said = ''
    browser.stderr.on('data', (part: Buffer) => {
      said += part.toString()
      const address = /listening on (ws:\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
    browser.once('error', reject)
    browser.once('exit', (code) => { reject(new Error(`The browser ended with ${code}: ${said}`)) })
  }))
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as Message
    const waits = waiting.get(id ?? 0)
    waiting.delete(id ?? 0)
    if (error) waits?.reject(new Error(error.message))
    else waits?.resolve(result)
  })
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => { reject(new Error('The browser cannot be spoken to.')) }, { once: true })
  })
  let sent = 0
  const send = <T>(method: string, params: object = {}, sessionId?: string): Promise<T> => new Promise((resolve, reject) => {
    waiting.set(++sent, { resolve: (result) => { resolve(result as T) }, reject })
    socket.send(JSON.stringify({ id: sent, method, params, sessionId }))
  })

  return {
    async page(script) {
      const { targetId } = await send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
      const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
      const ask = <T>(method: string, params: object = {}): Promise<T> => send<T>(method, params, sessionId)
      await ask('Page.enable')
      await ask('Page.addScriptToEvaluateOnNewDocument', { source: script })
      const value = async <T>(expression: string): Promise<T> => {
        const { result, exceptionDetails: failed } = await ask<{ result: { value: T }; exceptionDetails?: { text: string; exception?: { description?: string } } }>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
        if (failed) throw new Error(failed.exception?.description ?? failed.text)
        return result.value
      }
      return {
        value,
        goto: async (address) => { await ask('Page.navigate', { url: address }) },
        async click(element) {
          const at = await value<{ x: number; y: number }>(`(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))((${element}).getBoundingClientRect())`)
          for (const type of ['mousePressed', 'mouseReleased']) await ask('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
        },
        async press(key) {
          const enter = key === 'Enter'
          const stroke = { key, code: enter ? key : `Digit${key}`, windowsVirtualKeyCode: enter ? 13 : key.charCodeAt(0) }
          await ask('Input.dispatchKeyEvent', { type: 'keyDown', text: enter ? '\r' : key, ...stroke })
          await ask('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke })
        },
        close: async () => { await send('Target.closeTarget', { targetId }) },
      }
    },
    async close() {
      browser.kill()
      await gone
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
