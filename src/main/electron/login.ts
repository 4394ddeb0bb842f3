import { app } from 'electron'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Linux desktops start what lies here at login. */
const autostart = (): string => join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart', 'pigeonhole.desktop')

/** Whether the app opens when its person signs in to the computer; only an installed app can. */
export function startsAtLogin(): { can: boolean; on: boolean } {
  if (!app.isPackaged) return { can: false, on: false }
  return { can: true, on: process.platform === 'linux' ? existsSync(autostart()) : app.getLoginItemSettings().openAtLogin }
}

export function startAtLogin(on: boolean): void {
  if (!app.isPackaged) return
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on })
    return
  }
  const path = autostart()
  if (!on) {
    rmSync(path, { force: true })
    return
  }
  // An AppImage is started by its own file, not by the mount it runs from.
  const program = (process.env['APPIMAGE'] ?? process.execPath).replaceAll(/(["\\$`])/g, '\\$1').replaceAll('%', '%%')
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, `[Desktop Entry]\nType=Application\nName=Pigeonhole\nExec="${program}"\nX-GNOME-Autostart-enabled=true\n`)
}
