import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import type { LookedUp } from '../../../shared/contract/intake.ts'
import type { Scan } from '../../../shared/contract/scanning.ts'
import { readAim } from '../../../shared/scanning/aim.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, useZone } from '../../app/station.ts'
import { scanPictures } from '../../scan/pictures.ts'
import { makeScan, takeScan, useScanTaker } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { CameraPane } from './camera-pane.tsx'
import { Connected } from './connected.tsx'
import css from './scan-test.module.css'
import { endWords } from './words.ts'

/** One thing that was read, and what it was taken for. */
interface Read { scan: Scan; taken: LookedUp | Problem | null }

const SOURCES: Record<Scan['source'], string> = { wedge: 'Types like a keyboard', typed: 'Typed', serial: 'Serial', hid: 'HID POS', camera: 'Camera', image: 'Picture' }
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
  if (taken === null) return 'Looking it up'
  if (!isTaken(taken)) return taken.message
  const what = [taken.carrierName, taken.service].filter((word, i, all) => word !== '' && all.indexOf(word) === i).join(', ')
  const check = taken.checkDigit === 'valid' ? 'check digit fits' : taken.checkDigit === 'invalid' ? 'check digit does not fit' : 'no check digit'
  return `${what || 'Unknown'}, ${check}${taken.piece ? '. It is taken in already' : ''}`
}

/** Scan anything: shows what a scanner, the camera or a picture gives, and what it would be taken for. Nothing is kept or taken in. */
export function ScanTest({ onBack }: { onBack: () => void }): ReactNode {
  const zone = useZone()
  const [reads, setReads] = useState<readonly Read[]>([])
  const [camera, setCamera] = useState(false)
  const [lamp, setLamp] = useState({ has: false, on: false })
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
  const toggle = (): void => { setCamera(!camera); setLamp({ has: false, on: false }) }
  useScanHint('Scans are only shown', 'Nothing is taken in here')
  useScanTaker((_, scan) => { setSaid(null); add(scan) })
  useKeys([
    { key: 'Ctrl O', label: 'Choose a picture', run: choose },
    { key: 'F7', label: camera ? 'Close the camera' : 'Camera', run: toggle },
    { key: 'L', label: lamp.on ? 'Lamp off' : 'Lamp on', when: camera && lamp.has, run: () => { setLamp({ ...lamp, on: !lamp.on }) } },
    { key: 'F8', label: 'Test sheet', run: print },
    { key: 'Esc', label: 'Printers', run: onBack },
  ])
  const drag = (event: DragEvent, inside: boolean): void => { event.preventDefault(); setOver(inside) }
  const [last] = reads
  return (
    <div className={css.test} data-over={over || undefined} onDragOver={(event) => { drag(event, true) }} onDragLeave={(event) => { drag(event, false) }}
      onDrop={(event) => { drag(event, false); take(event.dataTransfer.files) }}>
      <header className={css.head}>
        <h2>Scan anything</h2>
        <p>Scan with the scanner, hold a label in front of the camera, or drop a picture or PDF here. Nothing is taken in and nothing is kept.</p>
        <div className={css.acts}>
          <Button icon="file" keys="Ctrl O" disabled={decode.isPending} onClick={choose}>Choose a picture</Button>
          <Button icon="camera" keys="F7" onClick={toggle}>{camera ? 'Close the camera' : 'Camera'}</Button>
          {camera && lamp.has && <Button icon="sound" keys="L" aria-pressed={lamp.on} onClick={() => { setLamp({ ...lamp, on: !lamp.on }) }}>{lamp.on ? 'Lamp off' : 'Lamp on'}</Button>}
          <Button icon="printer" keys="F8" disabled={sheet.isPending} onClick={print}>Test sheet</Button>
          <Button kind="quiet" keys="Esc" onClick={onBack}>Printers</Button>
        </div>
        <input ref={input} type="file" hidden multiple accept="image/*,application/pdf" aria-label="Pictures to read" onChange={(event) => { take(event.currentTarget.files); event.currentTarget.value = '' }} />
      </header>
      <div className={css.body} tabIndex={0} role="group" aria-label="What was read">
        {decode.isPending && <Message>Reading the picture.</Message>}
        {decode.error && <ProblemMessage problem={problemOf(decode.error)} />}
        {sheet.error && <ProblemMessage problem={problemOf(sheet.error)} />}
        {sheet.data && <Message>{endWords(sheet.data)}</Message>}
        <Connected />
        {said !== null && !decode.isPending && <Message tone="act">{said}</Message>}
        <div className={css.pair}>
          {camera && <CameraPane lamp={lamp.on} onLamp={(has) => { setLamp({ has, on: false }) }} onSymbol={({ format, text }) => { takeScan(makeScan(text, { source: 'camera', device: 'Camera', symbology: format })) }} />}
          {last ? <LastRead read={last} when={fullTime(last.scan.time, zone)} /> : !camera && !decode.isPending && said === null && <Empty icon="scan" title="Nothing was scanned yet">Scan any label: what the scanner sends stands here, letter by letter.</Empty>}
        </div>
        {reads.length > 1 && (
          <table className={css.reads} aria-label="Read before">
            <thead><tr><th>What was read</th><th>Barcode</th><th>Taken for</th><th>From</th></tr></thead>
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
    <section className={css.last} aria-label="Read last">
      <p className={css.text}>{isTaken(taken) && taken.grouped !== '' ? taken.grouped : visible(scan.text)}</p>
      <p role="status"><Icon name={taken === null ? 'clock' : isTaken(taken) && taken.checkDigit !== 'invalid' ? 'check' : 'warn'} size="s" /> {takenWords(taken)}</p>
      <dl>
        <div><dt>As it was read</dt><dd className={css.raw}>{visible(scan.raw)}</dd></div>
        <div><dt>Bytes</dt><dd className={css.raw}>{bytesOf(scan.raw)}</dd></div>
        <div><dt>Barcode</dt><dd>{scan.symbology ?? 'The scanner does not say'}</dd></div>
        <div><dt>AIM identifier</dt><dd>{aim ?? 'None was sent'}</dd></div>
        <div><dt>From</dt><dd>{fromOf(scan)}, {when}</dd></div>
        <div><dt>Pace</dt><dd>{count(letters, 'letter')}{scan.took === null ? '' : ` in ${scan.took} ms`}{scan.source === 'wedge' && scan.took !== null && letters > 1 ? `, ${Math.round(scan.took / (letters - 1))} ms a key` : ''}</dd></div>
      </dl>
    </section>
  )
}
