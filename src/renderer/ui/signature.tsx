import SignaturePad from 'signature_pad'
import { useEffect, useRef, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import css from './signature.module.css'

/** A signature as it was written: every stroke with its points, and the picture of it. Lengths are CSS pixels of the field. */
export interface Signature {
  width: number
  height: number
  /** Points `[x, y, milliseconds since the first point]`. */
  strokes: [number, number, number][][]
  /** PNG, black on white, in base64. */
  image: string
}

function read(pad: SignaturePad, canvas: HTMLCanvasElement): Signature | null {
  const groups = pad.toData().filter((group) => group.points.length > 0)
  const first = groups[0]?.points[0]?.time
  if (first === undefined) return null
  const { clientWidth: width, clientHeight: height } = canvas
  const round = (value: number): number => Math.round(value * 10) / 10
  return {
    width, height,
    strokes: groups.map((group) => group.points.map(({ x, y, time }): [number, number, number] => [round(x), round(y), Math.max(0, Math.round(time - first))])),
    image: canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, ''),
  }
}

/**
 * A white field to sign in with pen, touch or mouse. It keeps what was written when its size changes.
 *
 * @param value null empties the field
 */
export function SignatureField({ value, onChange, label, below }: { value: Signature | null; onChange: (signature: Signature | null) => void; label: string; below?: ReactNode }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad | null>(null)
  const latest = useRef(onChange)
  useEffect(() => { latest.current = onChange })
  const initial = useRef(value)
  useEffect(() => {
    const element = canvas.current
    if (!element) return undefined
    const made = new SignaturePad(element, { backgroundColor: '#ffffff', penColor: '#10243c', minWidth: 1, maxWidth: 2.8 })
    pad.current = made
    const fit = (): void => {
      const { clientWidth, clientHeight } = element
      if (clientWidth === 0 || clientHeight === 0) return
      const data = made.toData()
      const scale = Math.max(1, window.devicePixelRatio)
      element.width = clientWidth * scale
      element.height = clientHeight * scale
      element.getContext('2d')?.scale(scale, scale)
      made.clear()
      if (data.length > 0) made.fromData(data)
    }
    const kept = initial.current
    fit()
    // What was signed in a field of another size is shown whole in this one.
    if (kept && kept.strokes.length > 0) {
      const by = Math.min(element.clientWidth / kept.width, element.clientHeight / kept.height)
      made.fromData(kept.strokes.map((points) => ({ penColor: '#10243c', dotSize: 0, minWidth: Math.max(0.5, by), maxWidth: 2.8 * by, velocityFilterWeight: 0.7, compositeOperation: 'source-over' as const, points: points.map(([x, y, time]) => ({ x: x * by, y: y * by, time, pressure: 0.5 })) })))
    }
    const ended = (): void => { latest.current(read(made, element)) }
    made.addEventListener('endStroke', ended)
    const observer = new ResizeObserver(fit)
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.removeEventListener('endStroke', ended)
      made.off()
      pad.current = null
    }
  }, [])
  useEffect(() => { if (value === null && pad.current && !pad.current.isEmpty()) pad.current.clear() }, [value])
  return (
    <div className={css.area}>
      <canvas ref={canvas} className={css.canvas} role="img" aria-label={value ? t('ui.signature.labelSigned', { label }) : label} data-signed={value ? true : undefined} />
      {below !== undefined && <span className={css.below}>{below}</span>}
    </div>
  )
}
