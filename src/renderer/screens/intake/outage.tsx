import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { printPdf, savePdf, type Pdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { createStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count as counted } from '../../ui/words.ts'
import css from './form.module.css'

/** True while blank outage sheets are asked for; every screen can open it. */
export const outageSheetsOpen = createStore(false)

const PAPER = 'pigeonhole.outage.paper'
type Paper = 'letter' | 'a4'
const PAPERS = [{ value: 'letter', label: 'Letter' }, { value: 'a4', label: 'A4' }] as const

/** Prints blank sheets for logging mail by hand, so that they lie ready before the power fails. */
export function OutageSheets(): ReactNode {
  const form = useId()
  const [paper, setPaper] = useState<Paper>(() => (localStorage.getItem(PAPER) === 'a4' ? 'a4' : 'letter'))
  const [count, setCount] = useState('4')
  const [first, setFirst] = useState('1')
  const wrong = { count: between(count, 50) ? undefined : 'Say 1 to 50 sheets.', first: between(first, 999) ? undefined : 'Say 1 to 999.' }
  const run = useMutation({
    mutationFn: async (what: 'print' | 'save') => {
      const pdf: Pdf = await client.intake.outageSheet({ paper, first: Number(first), count: Number(count) })
      if (what === 'print') return printPdf(pdf)
      savePdf(pdf)
      return 'saved' as const
    },
  })
  const start = (what: 'print' | 'save'): void => { if (!wrong.count && !wrong.first && !run.isPending) run.mutate(what) }
  const close = (): void => { outageSheetsOpen.set(false) }
  return (
    <Dialog title="How many blank outage sheets?" onClose={close} keys={[{ key: 'F8', label: 'Print', run: () => { start('print') } }]}
      acts={<><Button keys="Esc" onClick={close}>Close</Button><Button icon="download" onClick={() => { start('save') }}>Save as PDF</Button><Button kind="primary" icon="printer" keys="F8" submit form={form}>Print</Button></>}>
      <p>When the computer or the power is out, mail is logged on these by hand. Afterwards each line is entered with Ctrl E.</p>
      <form id={form} className={css.messages} onSubmit={(event: FormEvent) => { event.preventDefault(); start('print') }}>
        <div className={css.two}>
          <TextField label="Sheets" type="number" min={1} max={50} data-autofocus value={count} error={wrong.count} onChange={(event) => { setCount(event.currentTarget.value) }} />
          <TextField label="First number" hint="stands on the sheet" type="number" min={1} max={999} value={first} error={wrong.first} onChange={(event) => { setFirst(event.currentTarget.value) }} />
        </div>
        <div><span className={css.label}>Paper</span><Segments label="Paper" value={paper} options={PAPERS} onChange={(next) => { setPaper(next); localStorage.setItem(PAPER, next) }} /></div>
        {run.error && <ProblemMessage problem={problemOf(run.error)} title="Not printed." />}
        {run.data === 'saved' && <Message tone="done" title={`${counted(Number(count), 'sheet')} saved as a PDF, in the downloads.`}>Print the file on the long side, at its own size.</Message>}
        {run.data === 'printed' && <Message tone="done" title={`${counted(Number(count), 'sheet')} sent to the printer.`} />}
      </form>
    </Dialog>
  )
}

function between(text: string, most: number): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most
}
