import { spawn } from 'node:child_process'

/** Opens an address in the default browser, where there is a display; silent where there is none. */
export function openInBrowser(address: string, platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): void {
  const openers: Partial<Record<NodeJS.Platform, [string, string[]]>> = { win32: ['rundll32', ['url.dll,FileProtocolHandler', address]], darwin: ['open', [address]] }
  const [command, args] = openers[platform] ?? ['xdg-open', [address]]
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
