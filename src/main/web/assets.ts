import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.ico': 'image/x-icon', '.json': 'application/json', '.map': 'application/json',
}

/** What a page of this app may do. Nothing comes from anywhere but the app itself; styles need the nonce of this answer. */
export function contentSecurityPolicy(nonce: string, connect: string): string {
  return [
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", `style-src 'self' 'nonce-${nonce}'`, "font-src 'self'", "img-src 'self' blob: data:", "media-src 'self' blob:",
    `connect-src ${connect}`, "worker-src 'self' blob:", 'frame-src blob:', "manifest-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
  ].join('; ')
}

export interface Asset { status: number; headers: Record<string, string>; body: Buffer }

/**
 * Answers one file of the built page, the same for the browser host and for the app's own protocol. A path that leaves the
 * folder, or that is no file, is answered with 404.
 *
 * @param connect what the page may connect to, in the words of a content security policy
 */
export function asset(root: string, urlPath: string, connect: string): Asset {
  const nonce = randomBytes(16).toString('base64')
  const headers: Record<string, string> = {
    'Content-Security-Policy': contentSecurityPolicy(nonce, connect),
    'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self), hid=(self), geolocation=(), microphone=()', 'Cache-Control': 'no-cache',
  }
  const missing: Asset = { status: 404, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: Buffer.from('Not here.') }
  let name: string
  try {
    name = decodeURIComponent(urlPath)
  } catch {
    return missing
  }
  if (name.includes('\0')) return missing
  const path = normalize(join(root, name === '/' ? 'index.html' : name))
  if (!path.startsWith(root + sep) || !existsSync(path) || !statSync(path).isFile()) return missing
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  if (path.includes(`${sep}assets${sep}`)) headers['Cache-Control'] = 'public, max-age=31536000, immutable'
  const bytes = readFileSync(path)
  const body = path.endsWith('.html') ? Buffer.from(bytes.toString('utf8').replaceAll('%CSP_NONCE%', nonce)) : bytes
  return { status: 200, headers: { ...headers, 'Content-Type': type }, body }
}
