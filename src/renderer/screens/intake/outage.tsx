import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { createOpenStore, useHeld } from '../../app/kept.ts'
import { printPdf, savePdf, type Pdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count as counted } from '../../ui/words.ts'
import css from './form.module.css'

/** True while blank outage sheets are asked for; every screen can open it. */
export const outageSheetsOpen = createOpenStore('outage', false)

const PAPER = 'pigeonhole.outage.paper'
type Paper = 'letter' | 'a4'
const PAPERS = [{ value: 'letter', label: t('common.letter2') }, { value: 'a4', label: t('intake.outage.a4') }] as const

/** Prints blank sheets for logging mail by hand, so that they lie ready before the power fails. */
export function OutageSheets(): ReactNode {
  const form = useId()
  const [paper, setPaper] = useState<Paper>(() => (localStorage.getItem(PAPER) === 'a4' ? 'a4' : 'letter'))
  const [count, setCount] = useHeld('outage.count', '4')
  const [first, setFirst] = useHeld('outage.first', '1')
  const wrong = { count: between(count, 50) ? undefined : t('intake.outage.say1To50Sheets'), first: between(first, 999) ? undefined : t('intake.outage.say1To999') }
  const run = useMutation({
    mutationFn: async (what: 'print' | 'save') => {
      const pdf: Pdf = await client.intake.outageSheet({ paper, first: Number(first), count: Number(count) })
      return what === 'print' ? await printPdf(pdf) : savePdf(pdf)
    },
  })
  const start = (what: 'print' | 'save'): void => { if (!wrong.count && !wrong.first && !run.isPending) run.mutate(what) }
  const close = (): void => { outageSheetsOpen.set(false) }
  return (
    <Dialog name="outage-sheets" title={t('intake.outage.howManyBlankOutageSheets')} onClose={close} keys={[{ key: 'F8', label: t('common.print'), run: () => { start('print') } }]}
      acts={<><Button keys="Esc" onClick={close}>{run.data ? t('common.close') : t('common.leaveIt')}</Button><Button icon="download" onClick={() => { start('save') }}>{t('common.saveAsPdf')}</Button><Button kind="primary" icon="printer" keys="F8" submit form={form}>{t('common.print')}</Button></>}>
      <p>{t('intake.outage.whenTheComputerOrThePower')}</p>
      <form id={form} className={css.messages} onSubmit={(event: FormEvent) => { event.preventDefault(); start('print') }}>
        <div className={css.two}>
          <TextField label={t('intake.outage.sheets')} type="number" min={1} max={50} data-autofocus value={count} error={wrong.count} onChange={(event) => { setCount(event.currentTarget.value) }} />
          <TextField label={t('intake.outage.firstNumber')} hint={t('intake.outage.standsOnTheSheet')} type="number" min={1} max={999} value={first} error={wrong.first} onChange={(event) => { setFirst(event.currentTarget.value) }} />
        </div>
        <div><span className={css.label}>{t('common.paper')}</span><Segments label={t('common.paper')} value={paper} options={PAPERS} onChange={(next) => { setPaper(next); localStorage.setItem(PAPER, next) }} /></div>
        {run.error && <ProblemMessage problem={problemOf(run.error)} title={t('intake.outage.notPrinted')} />}
        {run.data?.end === 'saved' && <Message tone="done" title={t('intake.outage.countedSavedAsAPdfIn', { counted: counted(Number(count), 'sheet') })}>{t('intake.outage.printTheFileOnTheLong')}</Message>}
        {run.data?.end === 'printed' && <Message tone="done" title={t('intake.outage.countedSentToThePrinter', { counted: counted(Number(count), 'sheet') })} />}
        {run.data?.missing && <Message tone="act">{run.data.missing}</Message>}
      </form>
    </Dialog>
  )
}

function between(text: string, most: number): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most
}
