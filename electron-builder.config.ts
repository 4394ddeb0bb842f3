// What `npm run pack` makes of the built app. Nothing is ever published from here: installers are put where the office wants them.

import type { Configuration } from 'electron-builder'

/** What Electron is told to refuse, before it reads a line of ours. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

// Every system offers the app under "Open with" for what it takes; on none does it take over what a double click opens.
const opened = (ext: string | string[], name: string) => ({ ext, name, role: 'Viewer', rank: 'Alternate' as const })

/** Some libraries bring their binary for every system; each installer has those of its own. The first pattern keeps these additions to the list above. */
const without = (...systems: string[]) => ['package.json', `!**/node_modules/better-sqlite3/prebuilds/{${systems.join(',')}}-*.node`, `!**/node_modules/@serialport/bindings-cpp/prebuilds/{${systems.join(',')},android}-*/**`]

/** The command line: a few words that call the app, so that it needs nothing else. */
const command = (name: string) => [{ from: `resources/installer/bin/${name}`, to: `bin/${name}` }]

const config: Configuration = {
  appId: 'app.pigeonhole.mailroom',
  productName: 'Pigeonhole',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'resources/installer' },
  // Only what runs: the bundles, what they load at run time, and the licences of all of it.
  files: [
    'out/main/**', '!out/main/{cli,serve}.js', 'out/preload/**', 'out/renderer/**', 'resources/fonts/**', 'package.json', 'LICENSE', 'THIRD-PARTY-LICENSES',
    '!**/*.{map,ts,mts,cts,flow,tsbuildinfo,md,markdown,c,cc,h,gyp,gypi}',
    '!**/node_modules/**/{test,tests,__tests__,example,examples,doc,docs,benchmark,benchmarks,demo,.github}/**',
    // Types alone.
    '!**/node_modules/{@types,type-fest,tagged-tag}/**',
    '!**/node_modules/@zxing/library/umd/**', '!**/node_modules/zxing-wasm/dist/{full,writer}/**',
    '!**/node_modules/better-sqlite3/{deps,src}/**', '!**/node_modules/koffi/{vendor,doc}/**',
    // Other builds of the same library: for browsers, for older module systems, for C libraries that Electron does not run on.
    '!**/node_modules/@zxing/{library,text-encoding}/{esm,es2015,esnext,umd}/**', '!**/node_modules/@koromix/*/musl_*/**',
    '!**/node_modules/pdfkit/{.yarn,tools}/**', '!**/node_modules/pdfkit/js/pdfkit.{browser,standalone,old}*',
    '!**/node_modules/bwip-js/{bin,fonts,lib,src}/**', '!**/node_modules/bwip-js/{barcode.ps,demo.html}', '!**/node_modules/bwip-js/dist/bwip-js{.js,.mjs,-min.js,-node.mjs,-gen.mjs,-rn.mjs}',
    '!**/node_modules/@hyzyla/pdfium/dist/{pdfium.wasm.base64-*,index.esm.base64,index.esm.browser,index.esm.cdn,index.esm.worker,worker.bundle}*', '!**/node_modules/@hyzyla/pdfium/dist/worker/**',
  ],
  asar: true,
  asarUnpack: ['**/*.node', '**/node_modules/@img/**', '**/node_modules/koffi/**', '**/node_modules/@koromix/**'],
  // better-sqlite3, sharp and koffi come with binaries that Node and Electron load alike.
  npmRebuild: false,
  removePackageScripts: true,
  // A deb is not made without an address of the project, and a copy of the sources may have none.
  extraMetadata: { homepage: 'https://pigeonhole.invalid/' },
  // Setting them breaks the seal that Electron's program came with, and a Mac of today runs none without: where there is no certificate, it gets a seal without a name.
  electronFuses: { ...FUSES, resetAdHocDarwinSignature: true },
  // Makes the file that tells an installed app how it is updated. The address in it is never asked: the office sets its own.
  publish: { provider: 'generic', url: 'https://updates.invalid/' },
  // Asks for no rights that the person at the desk does not have.
  win: { files: without('darwin', 'linux', 'linuxmusl'), extraResources: command('pigeonhole-cli.cmd'), icon: 'resources/installer/icon.ico', target: ['nsis', 'msi'], requestedExecutionLevel: 'asInvoker' },
  nsis: { include: 'resources/installer/installer.nsh', oneClick: false, perMachine: false, allowElevation: false, allowToChangeInstallationDirectory: false, deleteAppDataOnUninstall: false },
  // For IT: for everybody, without questions, updated by the next package.
  msiProjectCreated: './scripts/open-with.ts',
  msi: { perMachine: true, oneClick: true, upgradeCode: '6C0B1F5E-2C6E-4B59-9E0D-5B1E4A6B7A10' },
  mac: {
    files: without('win32', 'linux', 'linuxmusl'), extraResources: command('pigeonhole-cli'), icon: 'resources/installer/icon.icns', // The zip is what an installed app is updated from.
    target: ['dmg', 'zip'], category: 'public.app-category.business', hardenedRuntime: true, gatekeeperAssess: false,
    entitlements: 'resources/installer/entitlements.mac.plist', entitlementsInherit: 'resources/installer/entitlements.mac.plist',
    fileAssociations: [opened('eml', 'E-mail'), opened(['csv', 'tsv'], 'List'), opened('pdf', 'PDF'), opened(['jpg', 'jpeg', 'png', 'webp', 'tif', 'tiff'], 'Picture')],
    extendInfo: { NSCameraUsageDescription: 'The camera reads barcodes and takes photos of pieces. Nothing is recorded otherwise.' },
  },
  linux: { files: without('darwin', 'win32', 'linuxmusl'), extraResources: command('pigeonhole-cli'), icon: 'resources/installer/icons', target: ['deb', 'AppImage'], category: 'Office', mimeTypes: ['message/rfc822', 'text/csv', 'text/tab-separated-values', 'application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/tiff'], executableName: 'pigeonhole', synopsis: 'The desktop app for the office mailroom', maintainer: 'The Pigeonhole authors' },
}

export default config
