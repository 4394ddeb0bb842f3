import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { cameraWords, startCamera, type CameraRun, type SeenSymbol } from '../../scan/camera.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Message } from '../../ui/parts.tsx'
import css from './camera.module.css'

/**
 * The camera's picture with what is read in it. Answers once for each symbol; the same one again after it was out of
 * sight. Works without a network: the readers are part of the page.
 *
 * @param lamp whether the lamp should shine, where the camera has one
 */
export function CameraPane({ onSymbol, lamp = false, onLamp }: { onSymbol: (symbol: SeenSymbol) => void; lamp?: boolean; onLamp?: (has: boolean) => void }): ReactNode {
  const video = useRef<HTMLVideoElement>(null)
  const [run, setRun] = useState<CameraRun | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const [wanted, setWanted] = useState<{ camera: string | undefined; turn: number }>({ camera: undefined, turn: 0 })
  const [seen, setSeen] = useState<{ symbols: readonly SeenSymbol[]; width: number; height: number } | null>(null)
  const found = useEffectEvent(onSymbol)
  const hasLamp = useEffectEvent((has: boolean) => { onLamp?.(has) })
  useEffect(() => {
    const element = video.current
    if (!element) return undefined
    let gone = false
    let own: CameraRun | null = null
    startCamera({
      video: element, camera: wanted.camera, onSymbol: found,
      onFrame: (symbols, picture) => { setSeen({ symbols, ...picture }) },
      onEnd: (text) => { setWords(text); setRun(null) },
    }).then((started) => {
      own = started
      if (gone) started.stop()
      else {
        setRun(started)
        hasLamp(started.torch !== null)
      }
    }, (error: unknown) => { if (!gone) setWords(cameraWords(error)) })
    return () => {
      gone = true
      own?.stop()
    }
  }, [wanted])
  useEffect(() => { run?.torch?.(lamp).catch(() => undefined) }, [run, lamp])
  const again = (camera: string | undefined): void => {
    setWords(null)
    setRun(null)
    setSeen(null)
    setWanted(({ turn }) => ({ camera, turn: turn + 1 }))
  }
  return (
    <>
      <div className={css.picture} hidden={words !== null}>
        <video ref={video} muted playsInline aria-label={t('devices.cameraPane.theCamerasPicture')} />
        {seen && <svg viewBox={`0 0 ${seen.width} ${seen.height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">{seen.symbols.map((symbol, i) => <polygon key={i} points={symbol.corners.map(({ x, y }) => `${x},${y}`).join(' ')} />)}</svg>}
      </div>
      <div className={css.words}>
        {words === null ? null : <Message tone="stop" title={t('devices.cameraPane.thereIsNoPicture')} acts={<Button small icon="refresh" onClick={() => { again(undefined) }}>{t('common.tryAgain')}</Button>}>{words}</Message>}
        {run && <p role="status">{seen === null ? t('devices.cameraPane.startingToRead') : seen.symbols.length === 0 ? t('devices.cameraPane.holdALabelInFrontOf') : t('devices.cameraPane.symbolsInThePicture', { symbols: seen.symbols.length })}</p>}
        {run && run.cameras.length > 1 && <SelectField label={t('common.camera')} data={run.cameras.map(({ id, name }) => ({ value: id, label: name }))} value={run.camera.id} onChange={(value) => { if (value !== null) again(value) }} />}
      </div>
    </>
  )
}
