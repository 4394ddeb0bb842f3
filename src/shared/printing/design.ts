/** What labels are drawn with: designs of fixed measures, scaled to the paper that the printer has. */
import { cleanText, PrintContentError } from './document.ts'
import type { Element, Media } from './document.ts'
import { breakLines, MM_PER_POINT } from './layout.ts'

/** Measures of a design, millimetres. */
export interface Design {
  readonly width: number
  readonly height: number
}
/** A label of 4 by 6 inches. */
export const LARGE: Design = { width: 101.6, height: 152.4 }
/** A label of 2 by 1 inches. */
export const SMALL: Design = { width: 50.8, height: 25.4 }
/** The upper part of a 4 by 6 inch label. */
export const WIDE: Design = { width: 101.6, height: 62 }

/** Too low for the large design. */
export function isSmall(media: Media): boolean {
  return media.height > 0 && media.height < 60
}

/** Paper of a label: a roll is cut to the design's proportions. */
export function paper(media: Media, design: Design): { width: number; height: number } {
  return { width: media.width, height: media.height > 0 ? media.height : Math.ceil(((media.width - 2 * media.margin) * design.height) / design.width) }
}

/** Scale a design to the paper. On a sheet it stays at its own size in the top left corner, inside a margin. */
export function scaler(media: Media, design: Design): (elements: readonly Element[]) => Element[] {
  const { width, height } = paper(media, design)
  const sheet = width > design.width * 1.6
  const scale = sheet ? 1 : Math.min((width - 2 * media.margin) / design.width, height / design.height)
  const [dx, dy] = sheet ? [12.7, 12.7] : [(width - design.width * scale) / 2, (height - design.height * scale) / 2]
  return (elements) =>
    elements.map((element) => {
      const place = { x: dx + element.x * scale, y: dy + element.y * scale, w: element.w * scale, h: element.h * scale }
      if (element.kind === 'text') return { ...element, ...place, pt: element.pt * scale }
      if (element.kind === 'box') return { ...element, ...place, weight: Math.max(0.2, element.weight * scale) }
      if (element.kind === 'line') return { ...element, ...place, w: Math.max(0.2, place.w), h: Math.max(0.2, place.h) }
      return { ...element, ...place }
    })
}

export type TextPart = Omit<Extract<Element, { kind: 'text' }>, 'kind' | 'text'> & { readonly text: string | undefined }

/** A text, or nothing where there is none. */
export function text(part: TextPart): Element[] {
  return part.text === undefined || part.text === '' ? [] : [{ ...part, kind: 'text', text: part.text }]
}

/** A small caption with its value below, or nothing where there is no value. */
export function captioned(caption: string, value: string | undefined, x: number, y: number, w: number, h: number, pt: number): Element[] {
  if (value === undefined || value === '') return []
  return [
    { kind: 'text', x, y, w, h: 4, text: caption, pt: 9 },
    { kind: 'text', x, y: y + 5.5, w, h: h - 5.5, text: value, field: caption.toLowerCase(), pt, bold: true, valign: 'middle' },
  ]
}

// Below this nobody reads an address, millimetres from line to line (5.5 points).
const SMALLEST_PITCH = 2.4

/**
 * Lines of an address under one another inside a box. None is left out or shortened: a long line goes on in the next, and more
 * lines mean smaller type. `field`: whose address it is.
 * @throws PrintContentError where the address cannot be read any more at that size
 */
export function addressBlock(lines: readonly string[], box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }, pt: number, field: string): Element[] {
  const widest = box.w / (Math.min(pt, 7) * MM_PER_POINT)
  const kept = lines.map(cleanText).filter((line) => line !== '').flatMap((line) => breakLines(line, widest, false))
  // One line needs about 0.46 mm for each point of its type.
  const pitch = Math.min(pt * 0.46, box.h / Math.max(1, kept.length))
  if (pitch < SMALLEST_PITCH && kept.length > 1) throw new PrintContentError(`An address of ${kept.length} lines does not fit here. Shorten it, or use larger paper.`)
  return kept.map((line, index) => ({ kind: 'text', x: box.x, y: box.y + index * pitch, w: box.w, h: pitch, text: line, field, pt }))
}
