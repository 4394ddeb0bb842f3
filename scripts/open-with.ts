import { readFileSync, writeFileSync } from 'node:fs'
import { FILE_ENDINGS } from '../src/shared/desktop/files.ts'

const APPLICATION = 'Software\\Classes\\Applications\\Pigeonhole.exe'
const PLACE = '    </ComponentGroup>'

/** The part of the MSI package that offers the app under "Open with" for the files it takes, as `resources/installer/installer.nsh` does for one person; no file's own program is changed. */
export function openWith(project: string): string {
  if (project.split(PLACE).length !== 2) throw new Error('The MSI project has no one place for its components.')
  const value = (key: string, name: string, text: string, more = ''): string => `        <RegistryValue Root="HKLM" Key="${APPLICATION}${key}"${name === '' ? '' : ` Name="${name}"`} Type="string" Value="${text}"${more}/>`
  return project.replace(PLACE, () => [
    '      <Component Id="OpenWith" Guid="5F0E6A52-6B0B-4E0C-9E57-6B2F6C1D7A21">',
    value('', 'FriendlyAppName', 'Pigeonhole', ' KeyPath="yes"'),
    value('\\shell\\open\\command', '', '&quot;[#mainExecutable]&quot; &quot;%1&quot;'),
    ...FILE_ENDINGS.map((ending) => value('\\SupportedTypes', `.${ending}`, 'open')),
    '      </Component>', PLACE,
  ].join('\n'))
}

/** Called by Electron-builder with the project that it has written. */
export default function msiProjectCreated(path: string): void {
  writeFileSync(path, openWith(readFileSync(path, 'utf8')))
}
