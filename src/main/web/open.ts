import { spawn } from 'node:child_process'

/** Opens an address in the default browser, where there is a display; silent where there is none. */
export function openInBrowser(address: string, platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): void {
  const [command, args] = platform === 'win32' ? ['rundll32', ['url.dll,FileProtocolHandler', address]] : platform === 'darwin' ? ['open', [address]] : ['xdg-open', [address]]
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
