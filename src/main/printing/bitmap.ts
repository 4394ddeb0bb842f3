/** Drawing into black and white bitmaps, dot by dot. */
import { bytesPerRow, emptyBitmap } from '../../shared/printing/document.ts'
import type { Bitmap } from '../../shared/printing/document.ts'

/** Blacken a rectangle; what lies outside the bitmap is left out. */
export function fill(target: Bitmap, x: number, y: number, w: number, h: number): void {
  const stride = bytesPerRow(target.width)
  for (let row = Math.max(0, y); row < Math.min(target.height, y + h); row += 1) {
    for (let column = Math.max(0, x); column < Math.min(target.width, x + w); column += 1) {
      const at = row * stride + (column >> 3)
      target.data[at] = (target.data[at] ?? 0) | (0x80 >> (column & 7))
    }
  }
}

/** True if the dot is black. Outside the bitmap everything is white. */
export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return false
  return ((bitmap.data[y * bytesPerRow(bitmap.width) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
}

/** Draw `source` with its top left corner at x, y; white dots leave what is below. */
export function stamp(target: Bitmap, source: Bitmap, x: number, y: number): void {
  for (let row = 0; row < source.height; row += 1) {
    for (let column = 0; column < source.width; column += 1) if (isBlack(source, column, row)) fill(target, x + column, y + row, 1, 1)
  }
}

/** The same picture in another number of dots, nearest dot taken. */
export function resize(source: Bitmap, width: number, height: number): Bitmap {
  const target = emptyBitmap(Math.max(1, width), Math.max(1, height))
  for (let row = 0; row < target.height; row += 1) {
    for (let column = 0; column < target.width; column += 1) {
      if (isBlack(source, Math.floor(((column + 0.5) * source.width) / target.width), Math.floor(((row + 0.5) * source.height) / target.height))) fill(target, column, row, 1, 1)
    }
  }
  return target
}

/** A part of a bitmap. */
export function crop(source: Bitmap, x: number, y: number, width: number, height: number): Bitmap {
  const target = emptyBitmap(width, height)
  stamp(target, source, -x, -y)
  return target
}

/** Grey values (one byte a dot, 0 black) to black and white. */
export function fromGrey(grey: Uint8Array, width: number, height: number, threshold = 140): Bitmap {
  const bitmap = emptyBitmap(width, height)
  const stride = bytesPerRow(width)
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if ((grey[row * width + column] ?? 255) < threshold) bitmap.data[row * stride + (column >> 3)] = (bitmap.data[row * stride + (column >> 3)] ?? 0) | (0x80 >> (column & 7))
    }
  }
  return bitmap
}

/** Black and white to grey values, one byte a dot. */
export function toGrey(bitmap: Bitmap): Uint8Array {
  const grey = new Uint8Array(bitmap.width * bitmap.height).fill(255)
  for (let row = 0; row < bitmap.height; row += 1) {
    for (let column = 0; column < bitmap.width; column += 1) if (isBlack(bitmap, column, row)) grey[row * bitmap.width + column] = 0
  }
  return grey
}

/** The smallest rectangle that holds every black dot, or undefined for an empty picture. */
export function inkBounds(bitmap: Bitmap): { x: number; y: number; width: number; height: number } | undefined {
  let [left, right, top, bottom] = [bitmap.width, -1, -1, -1]
  for (let row = 0; row < bitmap.height; row += 1) {
    for (let column = 0; column < bitmap.width; column += 1) {
      if (!isBlack(bitmap, column, row)) continue
      if (top < 0) top = row
      bottom = row
      if (column < left) left = column
      if (column > right) right = column
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}
