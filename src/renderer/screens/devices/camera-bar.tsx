import type { ReactNode } from 'react'
import { createStore, useStore } from '../../app/store.ts'
import { t } from '../../catalogue/index.ts'
import { makeScan, takeScan } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { CameraPane } from './camera-pane.tsx'
import css from './camera.module.css'

/** Whether the camera looks for barcodes, on whatever screen. */
export const cameraOpen = createStore(false)
/** The camera's lamp: whether it has one, and whether it shines. */
export const cameraLamp = createStore({ has: false, on: false })

export function toggleCamera(): void {
  cameraLamp.set({ has: false, on: false })
  cameraOpen.set(!cameraOpen.get())
}

/** The camera above the screen that is worked on: what it reads comes as a scan, like that of any scanner. It takes no focus and covers nothing. */
export function CameraBar(): ReactNode {
  const lamp = useStore(cameraLamp)
  return (
    <section className={css.camera} aria-label={t('common.camera')}>
      <CameraPane lamp={lamp.on} onLamp={(has) => { cameraLamp.set({ has, on: false }) }} onSymbol={({ format, text }) => { takeScan(makeScan(text, { source: 'camera', device: t('common.camera'), symbology: format })) }} />
      <div className={css.acts}>
        {lamp.has && <Button small icon="sound" aria-pressed={lamp.on} onClick={() => { cameraLamp.set({ ...lamp, on: !lamp.on }) }}>{lamp.on ? t('devices.scanTest.lampOff') : t('devices.scanTest.lampOn')}</Button>}
        <Button small icon="x" keys="Shift F7" onClick={toggleCamera}>{t('devices.scanTest.closeTheCamera')}</Button>
      </div>
    </section>
  )
}
