import { t } from '../catalogue/index.ts'
import type { Frame, FrameAnswer, SeenSymbol } from './camera-worker.ts'

export type { SeenSymbol } from './camera-worker.ts'

/** A camera of this computer. */
export interface Camera { id: string; name: string }

export interface CameraRun {
  /** The camera that is open, and every other one. */
  camera: Camera
  cameras: Camera[]
  /** Switches the lamp; null where the camera has none. */
  torch: ((on: boolean) => Promise<void>) | null
  stop: () => void
}

export interface CameraOptions {
  video: HTMLVideoElement
  /** A camera's id; the one that looks away from the person if left out. */
  camera?: string | undefined
  /** Every symbol of a frame, with its corners in dots of the picture; an empty list when there is none. */
  onFrame: (symbols: readonly SeenSymbol[], picture: { width: number; height: number }) => void
  /** Each symbol once: again only after it has been out of sight for a while. */
  onSymbol: (symbol: SeenSymbol) => void
  /** The camera or the reader has ended by itself, in the person's words. */
  onEnd: (words: string) => void
}

/** How long a symbol has to be out of sight before it counts as shown again, milliseconds. */
const GONE_MS = 2_000
/** Longest side of the frames that are read. A label at arm's length has enough dots in it. */
const LONGEST_SIDE = 1_280

/** Why there is no picture, in the person's words. */
export function cameraWords(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return t('scan.camera.thisPageMayNotUseThe')
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return t('scan.camera.thisComputerHasNoCameraThat')
  if (name === 'NotReadableError' || name === 'AbortError') return t('scan.camera.theCameraIsInUseBy')
  if (typeof navigator.mediaDevices === 'undefined') return t('scan.camera.aCameraCanBeUsedOnly')
  return t('scan.camera.theCameraCouldNotBeOpened')
}

/**
 * Opens a camera and reads barcodes in its picture until it is stopped.
 *
 * @throws whatever the browser says; {@link cameraWords} has the words for it
 */
export async function startCamera({ video, camera, onFrame, onSymbol, onEnd }: CameraOptions): Promise<CameraRun> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { width: { ideal: 1_920 }, height: { ideal: 1_080 }, ...(camera === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: camera } }) },
  })
  const [track] = stream.getVideoTracks()
  const worker = new Worker(new URL('./camera-worker.ts', import.meta.url), { type: 'module' })
  let stopped = false
  const stop = (): void => {
    stopped = true
    worker.terminate()
    for (const each of stream.getTracks()) each.stop()
    video.srcObject = null
  }
  try {
    if (!track) throw new DOMException('', 'NotFoundError')
    track.addEventListener('ended', () => {
      if (stopped) return
      stop()
      onEnd(t('scan.camera.theCameraWasUnpluggedOrTaken'))
    })
    video.srcObject = stream
    await video.play()
    readFrames({ video, worker, onFrame, onSymbol, isStopped: () => stopped, fail: (words) => { stop(); onEnd(words) } })
    const named = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput').map((device, i) => ({ id: device.deviceId, name: device.label || t('scan.camera.cameraValue', { value: i + 1 }) }))
    const own = track.getSettings().deviceId ?? ''
    const lamp = 'torch' in track.getCapabilities()
    return {
      camera: named.find((each) => each.id === own) ?? { id: own, name: track.label || t('common.camera') }, cameras: named,
      torch: lamp ? async (on) => { await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }) } : null,
      stop,
    }
  } catch (error) {
    stop()
    throw error
  }
}

interface Reading extends Pick<CameraOptions, 'video' | 'onFrame' | 'onSymbol'> { worker: Worker; isStopped: () => boolean; fail: (words: string) => void }

const keyOf = ({ format, text }: SeenSymbol): string => `${format} ${text}`

/** One frame after another, the next when the last has been read: a slow computer reads fewer frames and lags behind none. */
function readFrames({ video, worker, onFrame, onSymbol, isStopped, fail }: Reading): void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  /** Every symbol that was shown, and since when frames are without it; null while it is in sight. */
  const missedSince = new Map<string, number | null>()
  let id = 0
  const next = (): void => {
    if (isStopped()) return
    if (!context || video.videoWidth === 0) {
      requestAnimationFrame(next)
      return
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    id += 1
    const frame: Frame = { id, width: canvas.width, height: canvas.height, data }
    worker.postMessage(frame, [data.buffer])
  }
  worker.addEventListener('message', (event: MessageEvent<FrameAnswer>) => {
    if (isStopped()) return
    const answer = event.data
    if ('error' in answer) {
      fail(t('scan.camera.theBarcodeReaderDidNotStart', { error: answer.error }))
      return
    }
    const now = performance.now()
    onFrame(answer.symbols, { width: canvas.width, height: canvas.height })
    const inSight = new Set(answer.symbols.map(keyOf))
    for (const symbol of answer.symbols) {
      const missed = missedSince.get(keyOf(symbol))
      missedSince.set(keyOf(symbol), null)
      if (missed === undefined || (missed !== null && now - missed > GONE_MS)) onSymbol(symbol)
    }
    // A slow computer looks seldom: only a frame without the symbol shows that it went.
    for (const [key, missed] of missedSince) if (missed === null && !inSight.has(key)) missedSince.set(key, now)
    requestAnimationFrame(next)
  })
  worker.addEventListener('error', () => { fail(t('scan.camera.theBarcodeReaderDidNotStart2')) })
  next()
}
