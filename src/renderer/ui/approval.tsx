import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import type { Approval } from '../../shared/contract/base.ts'
import { mayCall } from '../../shared/contract/roles.ts'
import { problemOf } from '../app/problem.ts'
import { station } from '../app/station.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Loading, ProblemMessage } from './parts.tsx'
import { PersonPin, useCountdown } from './person-pin.tsx'
import css from './person-pin.module.css'

/** Makes a call; with `approval` when somebody allowed it. */
type Attempt<T> = (approval?: Approval) => Promise<T>

interface Asked { title: string; allow: (approval: Approval) => Promise<void>; keep: () => void }

/** Refusals of a PIN: the dialog says them and stays. */
const ASK_AGAIN: ReadonlySet<string> = new Set(['wrong-secret', 'wait', 'role', 'lost'])

/** Who allowed something last: most likely the one who stands there again. */
let lastApprover: string | null = null

/**
 * Asks a supervisor for a PIN where the role of the person who is signed in is too small. `ask` makes the call; when the station
 * wants a supervisor's word, `dialog` asks for it and the call is made again with it. Whoever called `ask` gets one answer: that of
 * the last call, or the first refusal when the dialog is closed. `dialog` has to stand in the screen; a dialog that asks
 * shows it in its own place (`if (dialog) return dialog`), because there is no dialog on a dialog.
 */
export function useApproval(): { ask: <T>(call: Attempt<T>) => Promise<T>; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null)
  const open = useRef<Asked | null>(null)
  const show = (next: Asked | null): void => {
    open.current = next
    setAsked(next)
  }
  // A screen that goes away answers whoever still waits.
  useEffect(() => () => { open.current?.keep() }, [])
  const ask = async <T,>(call: Attempt<T>): Promise<T> => {
    try {
      return await call()
    } catch (error) {
      const problem = problemOf(error)
      if (problem.code !== 'needs-approval') throw error
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      show({
        title: problem.message,
        keep: () => {
          show(null)
          reject(error)
        },
        allow: async (approval) => {
          try {
            resolve(await call(approval))
          } catch (again) {
            if (ASK_AGAIN.has(problemOf(again).code)) throw again
            reject(again)
          }
          show(null)
        },
      })
      return promise
    }
  }
  return { ask, dialog: asked && <ApprovalDialog asked={asked} /> }
}

function ApprovalDialog({ asked }: { asked: Asked }): ReactNode {
  const people = useQuery(station.access.people.queryOptions())
  const rows = (people.data ?? []).filter((person) => mayCall(person.role, 'supervisor'))
  const [picked, setPicked] = useState(lastApprover)
  const chosen = rows.find((row) => row.id === picked) ?? rows[0]
  const [pin, setPin] = useState('')
  const [answered, setAnswered] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const run = useMutation({
    mutationFn: (approval: Approval) => asked.allow(approval),
    onSuccess: (_, { user }) => { lastApprover = user },
    onError: () => {
      setAnswered(Date.now())
      setPin('')
      field.current?.focus()
    },
  })
  const problem = run.error ? problemOf(run.error) : people.error ? problemOf(people.error) : null
  const wait = useCountdown(run.error ? problem?.waitMs : undefined, answered)
  const send = (): void => {
    if (chosen && pin !== '' && wait === 0 && !run.isPending) run.mutate({ user: chosen.id, pin })
  }
  return (
    <Dialog name="approval" title={asked.title} onClose={asked.keep} acts={<Button keys="Esc" onClick={asked.keep}>{t('common.leaveIt')}</Button>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.form}>
        <PersonPin small legend={t('ui.approval.whoAllowsIt')} people={rows} chosen={chosen} pin={pin} onPin={setPin} field={field} {...(people.isPending ? { waiting: <Loading rows={2} /> } : {})}
          onPick={(id) => {
            setPicked(id)
            run.reset()
          }}
          button={<Button kind="primary" big submit keys="Enter" disabled={wait > 0}>{wait > 0 ? t('ui.approval.waitWaitS', { wait }) : t('ui.approval.allowIt')}</Button>} />
        {problem && <ProblemMessage problem={problem} />}
      </form>
    </Dialog>
  )
}
