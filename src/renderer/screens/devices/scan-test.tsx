import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import type { LookedUp } from '../../../shared/contract/intake.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, useZone } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, Message, ProblemMessage } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { CameraPane } from './camera-pane.tsx'
import css from './scan-test.module.css'

/** One thing that was read, and what it was taken for. */
interface Read { id: number; at: number; from: string; format: string | null; text: string; took: number | null; taken: LookedUp | Problem | null }

/** The most that the station takes, bytes. */
const LARGEST = 20 * 1024 * 1024
const KEPT = 50

/** A text with its control codes made visible: U+001D stands as the sign for it. */
export function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f]/g, (char) => String.fromCodePoint(0x2400 + char.charCodeAt(0))).replaceAll('\u007f', '\u2421')
}

/** The bytes of a text as a scanner would send them, in hexadecimal. */
export function bytesOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
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
  const nextId = useRef(1)
  const input = useRef<HTMLInputElement>(null)
  const add = (from: string, format: string | null, text: string, took: number | null): void => {
    const id = nextId.current++
    setReads((before) => [{ id, at: Date.now(), from, format, text, took, taken: null }, ...before].slice(0, KEPT))
    const put = (taken: Read['taken']): void => { setReads((before) => before.map((read) => (read.id === id ? { ...read, taken } : read))) }
    client.intake.lookUp({ text }).then(put, (error: unknown) => { put(problemOf(error)) })
  }
  const decode = useMutation({
    mutationFn: async (files: readonly File[]): Promise<void> => {
      const lines: string[] = []
      for (const file of files) {
        if (file.size > LARGEST) {
          lines.push(`${file.name} is larger than 20 MB.`)
          continue
        }
        const started = performance.now()
        try {
          const { pages, symbols } = await client.scanning.decodeImage({ content: await base64Of(file) })
          const took = Math.round(performance.now() - started)
          for (const { page, format, text } of symbols) add(pages > 1 ? `${file.name}, page ${page}` : file.name, format, text, took)
          if (symbols.length === 0) lines.push(`No barcode was found in ${file.name}. A sharper or larger picture may help.`)
        } catch (error) {
          lines.push(`${file.name}: ${problemOf(error).message}`)
        }
      }
      setSaid(lines.length === 0 ? null : lines.join(' '))
    },
  })
  const take = (files: FileList | null): void => { if (files && files.length > 0 && !decode.isPending) decode.mutate([...files]) }
  const choose = (): void => { input.current?.click() }
  const toggle = (): void => { setCamera(!camera); setLamp({ has: false, on: false }) }
  useScanHint('Scans are only shown', 'Nothing is taken in here')
  useScanTaker((text) => { setSaid(null); add('Scanner', null, text, null) })
  useKeys([
    { key: 'Ctrl O', label: 'Choose a picture', run: choose },
    { key: 'F7', label: camera ? 'Close the camera' : 'Camera', run: toggle },
    { key: 'L', label: lamp.on ? 'Lamp off' : 'Lamp on', when: camera && lamp.has, run: () => { setLamp({ ...lamp, on: !lamp.on }) } },
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
          <Button kind="quiet" keys="Esc" onClick={onBack}>Printers</Button>
        </div>
        <input ref={input} type="file" hidden multiple accept="image/*,application/pdf" aria-label="Pictures to read" onChange={(event) => { take(event.currentTarget.files); event.currentTarget.value = '' }} />
      </header>
      <div className={css.body} tabIndex={0} role="group" aria-label="What was read">
        {decode.isPending && <Message>Reading the picture.</Message>}
        {decode.error && <ProblemMessage problem={problemOf(decode.error)} />}
        {said !== null && !decode.isPending && <Message tone="act">{said}</Message>}
        <div className={css.pair}>
          {camera && <CameraPane lamp={lamp.on} onLamp={(has) => { setLamp({ has, on: false }) }} onSymbol={({ format, text }) => { setSaid(null); add('Camera', format, text, null) }} />}
          {last ? <LastRead read={last} when={fullTime(last.at, zone)} /> : !camera && !decode.isPending && said === null && <Empty icon="scan" title="Nothing was scanned yet">Scan any label: what the scanner sends stands here, letter by letter.</Empty>}
        </div>
        {reads.length > 1 && (
          <table className={css.reads} aria-label="Read before">
            <thead><tr><th>What was read</th><th>Barcode</th><th>Taken for</th><th>From</th></tr></thead>
            <tbody>{reads.slice(1).map((read) => <tr key={read.id}><td className={css.raw}>{visible(read.text)}</td><td>{read.format ?? ''}</td><td>{takenWords(read.taken)}</td><td>{read.from}</td></tr>)}</tbody>
          </table>
        )}
      </div>
    </div>
  )
}

function LastRead({ read, when }: { read: Read; when: string }): ReactNode {
  return (
    <section className={css.last} aria-label="Read last">
      <p className={css.text}>{isTaken(read.taken) && read.taken.grouped !== '' ? read.taken.grouped : visible(read.text)}</p>
      <p role="status"><Icon name={read.taken === null ? 'clock' : isTaken(read.taken) && read.taken.checkDigit !== 'invalid' ? 'check' : 'warn'} size="s" /> {takenWords(read.taken)}</p>
      <dl>
        <div><dt>As it was read</dt><dd className={css.raw}>{visible(read.text)}</dd></div>
        <div><dt>Bytes</dt><dd className={css.raw}>{bytesOf(read.text)}</dd></div>
        <div><dt>Barcode</dt><dd>{read.format ?? 'The scanner does not say'}</dd></div>
        <div><dt>From</dt><dd>{read.from}, {count(Array.from(read.text).length, 'letter')}{read.took === null ? '' : `, ${read.took} ms`}, {when}</dd></div>
      </dl>
    </section>
  )
}
