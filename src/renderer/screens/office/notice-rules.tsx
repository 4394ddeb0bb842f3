import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { NoticeSettings } from '../../../shared/contract/notify.ts'
import { isDay } from '../../../shared/mail/days.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { NoticeTexts } from './notice-texts.tsx'
import css from './settings.module.css'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
type YesNo = 'yes' | 'no'
const yesNo = (yes: string, no: string): Array<{ value: YesNo; label: string }> => [{ value: 'yes', label: yes }, { value: 'no', label: no }]

/** When people are told about their mail, and with which words. */
export function NoticeRules(): ReactNode {
  const query = useQuery(station.notify.settings.queryOptions())
  if (query.error) return <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  return query.data ? <><RulesForm settings={query.data} /><NoticeTexts /></> : <Loading />
}

type Numbers = 'windowMinutes' | 'remindAfter' | 'reminders' | 'escalateAfter'
const LIMITS: Record<Numbers, [least: number, most: number]> = { windowMinutes: [0, 1_440], remindAfter: [0, 260], reminders: [1, 20], escalateAfter: [0, 260] }

function RulesForm({ settings }: { settings: NoticeSettings }): ReactNode {
  const [draft, setDraft] = useState(settings)
  const [numbers, setNumbers] = useState<Record<Numbers, string>>({ windowMinutes: String(settings.windowMinutes), remindAfter: String(settings.remindAfter), reminders: String(settings.reminders), escalateAfter: String(settings.escalateAfter) })
  const [closed, setClosed] = useState(settings.calendar.closed.join('\n'))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const save = useMutation(station.notify.saveSettings.mutationOptions({ onSuccess: (saved) => { queries.setQueryData(station.notify.settings.queryKey(), saved) } }))
  const days = closed.split(/[\s,;]+/).filter((day) => day !== '')
  const submit = (): void => {
    const wrong: Record<string, string> = {}
    for (const name of Object.keys(LIMITS) as Numbers[]) {
      const [least, most] = LIMITS[name]
      const value = /^\d{1,4}$/.test(numbers[name].trim()) ? Number(numbers[name]) : -1
      if (value < least || value > most) wrong[name] = `${least} to ${most.toLocaleString('en-US')}.`
    }
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.from)) wrong['from'] = 'Type a time such as 08:00.'
    if (draft.calendar.weekdays.length === 0) wrong['weekdays'] = 'Choose at least one weekday.'
    const bad = days.find((day) => !isDay(day))
    if (bad !== undefined) wrong['closed'] = `"${bad}" is not a day like 2026-12-24.`
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || save.isPending) return
    save.mutate({ ...draft, windowMinutes: Number(numbers.windowMinutes), remindAfter: Number(numbers.remindAfter), reminders: Number(numbers.reminders), escalateAfter: Number(numbers.escalateAfter), calendar: { ...draft.calendar, closed: [...new Set(days)].sort((a, b) => (a < b ? -1 : 1)) } })
  }
  useKeys([{ key: 'Ctrl Enter', label: 'Save the rules', run: submit }])
  const number = (name: Numbers) => ({ inputMode: 'numeric' as const, value: numbers[name], error: errors[name], onChange: (event: { currentTarget: { value: string } }) => { setNumbers({ ...numbers, [name]: event.currentTarget.value }) } })
  const choose = (label: string, on: boolean, set: (on: boolean) => Partial<NoticeSettings>, words = yesNo('Yes', 'No')): ReactNode => <Segments<YesNo> label={label} value={on ? 'yes' : 'no'} options={words} onChange={(next) => { setDraft({ ...draft, ...set(next === 'yes') }) }} />
  const toggleDay = (day: number): void => {
    const { weekdays } = draft.calendar
    setDraft({ ...draft, calendar: { ...draft.calendar, weekdays: weekdays.includes(day) ? weekdays.filter((other) => other !== day) : [...weekdays, day].sort((a, b) => a - b) } })
  }
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
      <h2>Notices</h2>
      <div className={css.setting}><div><b>Tell people about their mail</b><span>By e-mail, by itself. Counts for what comes in from the moment it is switched on.</span></div>{choose('Notices', draft.on, (on) => ({ on }), yesNo('On', 'Off'))}</div>
      <div className={css.setting}><div><b>Who did not say otherwise</b><span>Each person can choose e-mail, a slip or nothing in the directory.</span></div>{choose('People without a wish', draft.office === 'email', (on) => ({ office: on ? 'email' : 'none' }), yesNo('E-mail', 'Nothing'))}</div>
      <div className={css.setting}><div><b>When something arrived</b><span>Several pieces go into one message.</span></div>{choose('On arrival', draft.arrival, (arrival) => ({ arrival }))}</div>
      <div className={css.setting}><div><b>When it was handed over</b><span>A receipt by e-mail to the recipient, after every handover.</span></div>{choose('Receipts', draft.receipt, (receipt) => ({ receipt }))}</div>
      <div className={css.two}>
        <TextField label="Wait before telling" hint="minutes" help="So long a mistake can be put right unnoticed." {...number('windowMinutes')} />
        <TextField label="Reminders go out from" hint="office time" value={draft.from} error={errors['from']} maxLength={5} onChange={(event) => { setDraft({ ...draft, from: event.currentTarget.value }) }} />
        <TextField label="Remind after" hint="working days; 0 for never" {...number('remindAfter')} />
        <TextField label="Reminders at most" {...number('reminders')} />
        <TextField label="Tell the department after" hint="working days; 0 for never" help="Its contact stands in the directory, under departments." {...number('escalateAfter')} />
      </div>
      <h3>Working days</h3>
      <fieldset className={css.week}>
        <legend>The office works on</legend>
        {WEEKDAYS.map((word, day) => <label key={word}><input type="checkbox" checked={draft.calendar.weekdays.includes(day)} onChange={() => { toggleDay(day) }} /> {word}</label>)}
      </fieldset>
      {errors['weekdays'] && <Help icon="stop">{errors['weekdays']}</Help>}
      <div className={css.setting}><div><b>Federal holidays</b><span>Thanksgiving, Juneteenth and the others of 5 U.S.C. 6103.</span></div>{choose('Federal holidays', draft.calendar.federalHolidays, (federalHolidays) => ({ calendar: { ...draft.calendar, federalHolidays } }), yesNo('Closed', 'Open'))}</div>
      <TextAreaField label="Also closed on" hint="one day a line, such as 2026-12-24" rows={3} value={closed} error={errors['closed']} onChange={(event) => { setClosed(event.currentTarget.value) }} />
      {save.error && <ProblemMessage problem={problemOf(save.error)} title="This was not saved." />}
      {save.isSuccess && <Message tone="done" title={save.data.on ? 'Saved. People are told about what comes in from now on.' : 'Saved. Nobody is told anything by itself.'} />}
      <div><Button kind="primary" submit keys="Ctrl Enter" disabled={save.isPending}>Save the rules</Button></div>
    </form>
  )
}
