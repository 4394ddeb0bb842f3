import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { NoticeSettings } from '../../../shared/contract/notify.ts'
import { isDay } from '../../../shared/mail/days.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextAreaField, TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Segments, Unread } from '../../ui/parts.tsx'
import { NoticeTexts } from './notice-texts.tsx'
import css from './settings.module.css'

const WEEKDAYS = [t('office.noticeRules.sun'), t('office.noticeRules.mon'), t('office.noticeRules.tue'), t('office.noticeRules.wed'), t('office.noticeRules.thu'), t('office.noticeRules.fri'), t('office.noticeRules.sat')] as const
type YesNo = 'yes' | 'no'
const yesNo = (yes: string, no: string): Array<{ value: YesNo; label: string }> => [{ value: 'yes', label: yes }, { value: 'no', label: no }]

/** When people are told about their mail, and with which words. */
export function NoticeRules(): ReactNode {
  const query = useQuery(station.notify.settings.queryOptions())
  return query.data ? <><RulesForm settings={query.data} /><NoticeTexts /></> : <Unread title={t('common.notices')} of={[query]} />
}

type Numbers = 'windowMinutes' | 'remindAfter' | 'reminders' | 'escalateAfter'
const LIMITS: Record<Numbers, [least: number, most: number]> = { windowMinutes: [0, 1_440], remindAfter: [0, 260], reminders: [1, 20], escalateAfter: [0, 260] }

function RulesForm({ settings }: { settings: NoticeSettings }): ReactNode {
  const [draft, setDraft] = useHeld('notice-rules.draft', settings)
  const [numbers, setNumbers] = useHeld<Record<Numbers, string>>('notice-rules.numbers', { windowMinutes: String(settings.windowMinutes), remindAfter: String(settings.remindAfter), reminders: String(settings.reminders), escalateAfter: String(settings.escalateAfter) })
  const [closed, setClosed] = useHeld('notice-rules.closed', settings.calendar.closed.join('\n'))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const save = useMutation(station.notify.saveSettings.mutationOptions({ onSuccess: (saved) => { queries.setQueryData(station.notify.settings.queryKey(), saved) } }))
  const days = closed.split(/[\s,;]+/).filter((day) => day !== '')
  const submit = (): void => {
    const wrong: Record<string, string> = {}
    for (const name of Object.keys(LIMITS) as Numbers[]) {
      const [least, most] = LIMITS[name]
      const value = /^\d{1,4}$/.test(numbers[name].trim()) ? Number(numbers[name]) : -1
      if (value < least || value > most) wrong[name] = t('office.noticeRules.leastToMost', { least, most: number(most) })
    }
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.from)) wrong['from'] = t('office.noticeRules.typeATimeSuchAs0800')
    if (draft.calendar.weekdays.length === 0) wrong['weekdays'] = t('office.noticeRules.chooseAtLeastOneWeekday')
    const bad = days.find((day) => !isDay(day))
    if (bad !== undefined) wrong['closed'] = t('office.noticeRules.badIsNotADayLike', { bad })
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || save.isPending) return
    save.mutate({ ...draft, windowMinutes: Number(numbers.windowMinutes), remindAfter: Number(numbers.remindAfter), reminders: Number(numbers.reminders), escalateAfter: Number(numbers.escalateAfter), calendar: { ...draft.calendar, closed: [...new Set(days)].sort((a, b) => (a < b ? -1 : 1)) } })
  }
  useKeys([{ key: 'Ctrl Enter', label: t('office.noticeRules.saveTheRules'), run: submit }])
  const numberField = (name: Numbers) => ({ inputMode: 'numeric' as const, value: numbers[name], error: errors[name], onChange: (event: { currentTarget: { value: string } }) => { setNumbers({ ...numbers, [name]: event.currentTarget.value }) } })
  const choose = (label: string, on: boolean, set: (on: boolean) => Partial<NoticeSettings>, words = yesNo(t('office.noticeRules.yes'), t('common.no'))): ReactNode => <Segments<YesNo> label={label} value={on ? 'yes' : 'no'} options={words} onChange={(next) => { setDraft({ ...draft, ...set(next === 'yes') }) }} />
  const toggleDay = (day: number): void => {
    const { weekdays } = draft.calendar
    setDraft({ ...draft, calendar: { ...draft.calendar, weekdays: weekdays.includes(day) ? weekdays.filter((other) => other !== day) : [...weekdays, day].sort((a, b) => a - b) } })
  }
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
      <h2>{t('common.notices')}</h2>
      <div className={css.setting}><div><b>{t('office.noticeRules.tellPeopleAboutTheirMail')}</b><span>{t('office.noticeRules.byEmailByItselfCountsFor')}</span></div>{choose(t('common.notices'), draft.on, (on) => ({ on }), yesNo(t('office.noticeRules.on'), t('common.off')))}</div>
      <div className={css.setting}><div><b>{t('office.noticeRules.whoDidNotSayOtherwise')}</b><span>{t('office.noticeRules.eachPersonCanChooseEmailA')}</span></div>{choose(t('office.noticeRules.peopleWithoutAWish'), draft.office === 'email', (on) => ({ office: on ? 'email' : 'none' }), yesNo(t('common.email'), t('office.noticeRules.nothing')))}</div>
      <div className={css.setting}><div><b>{t('office.noticeRules.whenSomethingArrived')}</b><span>{t('office.noticeRules.severalPiecesGoIntoOneMessage')}</span></div>{choose(t('office.noticeRules.onArrival'), draft.arrival, (arrival) => ({ arrival }))}</div>
      <div className={css.setting}><div><b>{t('office.noticeRules.whenItWasHandedOver')}</b><span>{t('office.noticeRules.aReceiptByEmailToThe')}</span></div>{choose(t('common.receipts'), draft.receipt, (receipt) => ({ receipt }))}</div>
      <div className={css.two}>
        <TextField label={t('office.noticeRules.waitBeforeTelling')} hint={t('office.noticeRules.minutes')} help={t('office.noticeRules.soLongAMistakeCanBe')} {...numberField('windowMinutes')} />
        <TextField label={t('office.noticeRules.remindersGoOutFrom')} hint={t('office.noticeRules.officeTime')} value={draft.from} error={errors['from']} maxLength={5} onChange={(event) => { setDraft({ ...draft, from: event.currentTarget.value }) }} />
        <TextField label={t('office.noticeRules.remindAfter')} hint={t('office.noticeRules.workingDays0ForNever')} {...numberField('remindAfter')} />
        <TextField label={t('office.noticeRules.remindersAtMost')} {...numberField('reminders')} />
        <TextField label={t('office.noticeRules.tellTheDepartmentAfter')} hint={t('office.noticeRules.workingDays0ForNever')} help={t('office.noticeRules.itsContactStandsInTheDirectory')} {...numberField('escalateAfter')} />
      </div>
      <h3>{t('office.noticeRules.workingDays')}</h3>
      <fieldset className={css.week}>
        <legend>{t('office.noticeRules.theOfficeWorksOn')}</legend>
        {WEEKDAYS.map((word, day) => <label key={word}><input type="checkbox" checked={draft.calendar.weekdays.includes(day)} onChange={() => { toggleDay(day) }} /> {word}</label>)}
      </fieldset>
      {errors['weekdays'] && <Help icon="stop">{errors['weekdays']}</Help>}
      <div className={css.setting}><div><b>{t('office.noticeRules.federalHolidays')}</b><span>{t('office.noticeRules.thanksgivingJuneteenthAndTheOthersOf')}</span></div>{choose(t('office.noticeRules.federalHolidays'), draft.calendar.federalHolidays, (federalHolidays) => ({ calendar: { ...draft.calendar, federalHolidays } }), yesNo(t('common.closed'), t('common.open')))}</div>
      <TextAreaField label={t('office.noticeRules.alsoClosedOn')} hint={t('office.noticeRules.oneDayALineSuchAs')} rows={2} value={closed} error={errors['closed']} onChange={(event) => { setClosed(event.currentTarget.value) }} />
      {save.error && <ProblemMessage problem={problemOf(save.error)} title={t('common.thisWasNotSaved')} />}
      {save.isSuccess && <Message tone="done" title={save.data.on ? t('office.noticeRules.savedPeopleAreToldAboutWhat') : t('office.noticeRules.savedNobodyIsToldAnythingBy')} />}
      <div><Button kind="primary" submit keys="Ctrl Enter" disabled={save.isPending}>{t('office.noticeRules.saveTheRules')}</Button></div>
    </form>
  )
}
