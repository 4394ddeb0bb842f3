import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LookedUp } from '../../../shared/contract/intake.ts'
import type { Scan } from '../../../shared/contract/scanning.ts'
import { readAim } from '../../../shared/scanning/aim.ts'
import { useKeys } from '../../app/keys.ts'
import { printed, printPdf } from '../../app/print.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { scanPictures } from '../../scan/pictures.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { cameraLamp, cameraOpen, toggleCamera } from './camera-bar.tsx'
import { Connected } from './connected.tsx'
import css from './scan-test.module.css'
import { endWords } from './words.ts'

/** One thing that was read, and what it was taken for. */
interface Read { scan: Scan; taken: LookedUp | Problem | null }

const SOURCES: Record<Scan['source'], string> = { wedge: t('devices.scanTest.typesLikeAKeyboard'), typed: t('devices.scanTest.typed'), serial: t('devices.scanTest.serial'), hid: t('devices.scanTest.hidPos'), camera: t('common.camera'), image: t('devices.scanTest.picture') }
const fromOf = ({ source, device }: Scan): string => (device === null ? SOURCES[source] : source === 'image' || source === 'camera' ? device : `${device}, ${SOURCES[source]}`)

const KEPT = 50

/** A text with its control codes made visible: U+001D stands as the sign for it. */
export function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f]/g, (char) => String.fromCodePoint(0x2400 + char.charCodeAt(0))).replaceAll('\u007f', '\u2421')
}

/** The bytes of a text as a scanner would send them, in hexadecimal. */
export function bytesOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
}

const isTaken = (taken: Read['taken']): taken is LookedUp => taken !== null && 'kind' in taken

/** What a label was taken for, in one line. */
function takenWords(taken: Read['taken']): string {
  if (taken === null) return t('devices.scanTest.lookingItUp')
  if (!isTaken(taken)) return taken.message
  const what = [taken.carrierName, taken.service].filter((word, i, all) => word !== '' && all.indexOf(word) === i).join(', ')
  const check = taken.checkDigit === 'valid' ? t('devices.scanTest.checkDigitFits') : taken.checkDigit === 'invalid' ? t('devices.scanTest.checkDigitDoesNotFit') : t('devices.scanTest.noCheckDigit')
  return `${what || t('devices.scanTest.unknown')}, ${check}${taken.piece ? t('devices.scanTest.itIsTakenInAlready') : ''}`
}

/** Scan anything: shows what a scanner, the camera or a picture gives, and what it would be taken for. Nothing is kept or taken in. */
export function ScanTest({ onBack }: { onBack: () => void }): ReactNode {
  const zone = useZone()
  const [reads, setReads] = useState<readonly Read[]>([])
  const camera = useStore(cameraOpen)
  const lamp = useStore(cameraLamp)
  const [over, setOver] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const add = (scan: Scan): void => {
    setReads((before) => [{ scan, taken: null }, ...before].slice(0, KEPT))
    const put = (taken: Read['taken']): void => { setReads((before) => before.map((read) => (read.scan.id === scan.id ? { ...read, taken } : read))) }
    client.intake.lookUp({ text: scan.raw }).then(put, (error: unknown) => { put(problemOf(error)) })
  }
  const decode = useMutation({ mutationFn: async (files: readonly File[]): Promise<void> => { setSaid(await scanPictures(files)) } })
  const sheet = useMutation({ mutationFn: async () => await printPdf(await client.scanning.testSheet()) })
  const take = (files: FileList | null): void => { if (files && files.length > 0 && !decode.isPending) decode.mutate([...files]) }
  const print = (): void => { if (!sheet.isPending) sheet.mutate() }
  const choose = (): void => { input.current?.click() }
  const light = (): void => { cameraLamp.set({ ...lamp, on: !lamp.on }) }
  useScanHint(t('devices.scanTest.scansAreOnlyShown'), t('devices.scanTest.nothingIsTakenInHere'))
  useScanTaker((_, scan) => {
    // No plate answers here, so the test does.
    if (scan.source === 'camera') play('right')
    setSaid(null)
    add(scan)
  })
  useKeys([
    { key: 'Ctrl O', label: t('devices.scanTest.chooseAPicture'), run: choose },
    { key: 'F7', label: camera ? t('devices.scanTest.closeTheCamera') : t('common.camera'), run: toggleCamera },
    { key: 'L', label: lamp.on ? t('devices.scanTest.lampOff') : t('devices.scanTest.lampOn'), when: camera && lamp.has, run: light },
    { key: 'F8', label: t('devices.scanTest.testSheet'), run: print },
    { key: 'Esc', label: t('devices.scanTest.printers'), run: onBack },
  ])
  const drag = (event: DragEvent, inside: boolean): void => { event.preventDefault(); setOver(inside) }
  const [last] = reads
  return (
    <div className={css.test} data-over={over || undefined} onDragOver={(event) => { drag(event, true) }} onDragLeave={(event) => { drag(event, false) }}
      onDrop={(event) => { drag(event, false); take(event.dataTransfer.files) }}>
      <header className={css.head}>
        <h2>{t('devices.scanTest.scanAnything')}</h2>
        <p>{t('devices.scanTest.scanWithTheScannerHoldA')}</p>
        <div className={css.acts}>
          <Button icon="file" keys="Ctrl O" disabled={decode.isPending} onClick={choose}>{t('devices.scanTest.chooseAPicture')}</Button>
          <Button icon="camera" keys="F7" onClick={toggleCamera}>{camera ? t('devices.scanTest.closeTheCamera') : t('common.camera')}</Button>
          <Button icon="printer" keys="F8" disabled={sheet.isPending} onClick={print}>{t('devices.scanTest.testSheet')}</Button>
          <Button kind="quiet" keys="Esc" onClick={onBack}>{t('devices.scanTest.printers')}</Button>
        </div>
        <input ref={input} type="file" hidden multiple accept="image/*,application/pdf" aria-label={t('devices.scanTest.picturesToRead')} onChange={(event) => { take(event.currentTarget.files); event.currentTarget.value = '' }} />
      </header>
      <div className={css.body} tabIndex={0} role="group" aria-label={t('devices.scanTest.whatWasRead')}>
        {decode.isPending && <Message>{t('devices.scanTest.readingThePicture')}</Message>}
        {decode.error && <ProblemMessage problem={problemOf(decode.error)} />}
        {sheet.error && <ProblemMessage problem={problemOf(sheet.error)} />}
        {sheet.data && <Message>{printed(endWords(sheet.data.end), sheet.data)}</Message>}
        <Connected />
        {said !== null && !decode.isPending && <Message tone="act">{said}</Message>}
        <div className={css.pair}>
          {last ? <LastRead read={last} when={fullTime(last.scan.time, zone)} /> : !camera && !decode.isPending && said === null && <Empty icon="scan" title={t('devices.scanTest.nothingWasScannedYet')}>{t('devices.scanTest.scanAnyLabelWhatTheScanner')}</Empty>}
        </div>
        {reads.length > 1 && (
          <table className={css.reads} aria-label={t('devices.scanTest.readBefore')}>
            <thead><tr><th>{t('devices.scanTest.whatWasRead')}</th><th>{t('devices.scanTest.barcode')}</th><th>{t('devices.scanTest.takenFor')}</th><th>{t('common.from')}</th></tr></thead>
            <tbody>{reads.slice(1).map(({ scan, taken }) => <tr key={scan.id}><td className={css.raw}>{visible(scan.raw)}</td><td>{scan.symbology ?? ''}</td><td>{takenWords(taken)}</td><td>{fromOf(scan)}</td></tr>)}</tbody>
          </table>
        )}
      </div>
    </div>
  )
}

function LastRead({ read: { scan, taken }, when }: { read: Read; when: string }): ReactNode {
  const { aim } = readAim(scan.raw)
  const letters = Array.from(scan.raw).length
  return (
    <section className={css.last} aria-label={t('devices.scanTest.readLast')}>
      <p className={css.text}>{isTaken(taken) && taken.grouped !== '' ? taken.grouped : visible(scan.text)}</p>
      <p role="status"><Icon name={taken === null ? 'clock' : isTaken(taken) && taken.checkDigit !== 'invalid' ? 'check' : 'warn'} size="s" /> {takenWords(taken)}</p>
      <dl>
        <div><dt>{t('devices.scanTest.asItWasRead')}</dt><dd className={css.raw}>{visible(scan.raw)}</dd></div>
        <div><dt>{t('devices.scanTest.bytes')}</dt><dd className={css.raw}>{bytesOf(scan.raw)}</dd></div>
        <div><dt>{t('devices.scanTest.barcode')}</dt><dd>{scan.symbology ?? t('devices.scanTest.theScannerDoesNotSay')}</dd></div>
        <div><dt>{t('devices.scanTest.aimIdentifier')}</dt><dd>{aim ?? t('devices.scanTest.noneWasSent')}</dd></div>
        <div><dt>{t('common.from')}</dt><dd>{fromOf(scan)}, {when}</dd></div>
        <div><dt>{t('devices.scanTest.pace')}</dt><dd>{count(letters, t('common.letter'))}{scan.took === null ? '' : t('devices.scanTest.inTookMs', { took: scan.took })}{scan.source === 'wedge' && scan.took !== null && letters > 1 ? t('devices.scanTest.roundMsAKey', { round: Math.round(scan.took / (letters - 1)) }) : ''}</dd></div>
      </dl>
    </section>
  )
}
