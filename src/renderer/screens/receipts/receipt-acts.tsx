import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { ReceiptKind, ReceiptRow, SignerAs } from '../../../shared/contract/receipts.ts'
import { outcomeWords } from '../../../shared/mail/outcomes.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Loading, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { dayWords, fullTime, when } from '../../ui/words.ts'
import { ReasonDialog } from '../certified/letter-dialogs.tsx'
import { KeptPicture } from './kept-picture.tsx'
import { PagePicture } from './page-picture.tsx'
import { ProofPart } from './proof-part.tsx'
import { plainDays } from '../tracking/words.ts'
import css from './receipts.module.css'
import { ReturnDialog } from './return-dialog.tsx'
import { Request } from './request.tsx'
import { refresh } from './take-in.ts'
import { SCAN_TYPES, uploadOf } from './upload.ts'
import { KIND_WORDS } from './words.ts'

type Asking = { what: 'signer' | 'take-back'; receipt: ReceiptRow } | { what: 'returned' | 'take-return-back' } | null
/** The receipts of one letter and what can be done about them: receive, scan, read who signed, take back; and its return. */
export function ReceiptActs({ letter, scanned, onDone }: { letter: string; scanned: string; onDone: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.receipts.of.queryOptions({ input: { letter } }))
  const [asking, setAsking] = useState<Asking>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<ReceiptKind>('card')
  const receive = useMutation({
    mutationFn: async ({ kind, file }: { kind: ReceiptKind; file: File | null }) => client.receipts.receive({ letter, kind, number: scanned, ...(file ? { scan: await uploadOf(file) } : {}) }),
    onSuccess: async () => { await refresh(); onDone() },
  })
  const data = query.data
  const receipts = data?.receipts ?? []
  const first = receipts.find((one) => one.received === null && one.state !== 'not-coming') ?? receipts[0] ?? null
  const attach = (which: ReceiptKind): void => { setKind(which); chooser.current?.click() }
  const take = (one: ReceiptRow | null): void => { if (one && one.received === null && !receive.isPending) receive.mutate({ kind: one.kind, file: null }) }
  const toRead = receipts.find((one) => one.received !== null) ?? null
  const owed = receipts.find((one) => one.received === null && one.deliveredDay !== null) ?? null
  useKeys(asking ? [] : [
    { key: 'A', label: 'Received, no scan', when: first !== null && first.received === null, run: () => { take(first) } },
    { key: 'F7', label: 'Received, with its scan', when: first !== null, run: () => { if (first) attach(first.kind) } },
    { key: 'S', label: 'Who signed', when: toRead !== null, run: () => { if (toRead) setAsking({ what: 'signer', receipt: toRead }) } },
    { key: 'B', label: 'The letter came back', when: data !== undefined && data.returned === null, run: () => { setAsking({ what: 'returned' }) } },
  ])
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!data) return <Loading label="Reading the letter" />
  const close = (): void => { setAsking(null) }
  return (
    <>
      <header className={css.sideHead}><Num grouped={data.grouped} /><b>{data.name}</b>{data.matter && <span className={css.d}>{data.matter}</span>}</header>
      {receive.error && <div className={css.pad}><ProblemMessage problem={problemOf(receive.error)} /></div>}
      {receipts.length === 0 && <p className={css.text}>No receipt is expected: none was bought with this letter, or USPS does not have it yet.</p>}
      {receipts.map((one) => (
        <section key={one.kind} aria-label={KIND_WORDS[one.kind]}>
          <PaneHead title={KIND_WORDS[one.kind]} after={STATE_WORDS[one.state]} />
          <div className={css.stack}>
            <p>{one.received ? `Received ${fullTime(one.received.at, zone)}, recorded by ${one.received.by}.` : one.state === 'not-coming' ? `It does not come: ${one.because}.` : one.due ? `Due ${dayWords(one.due)}; ${plainDays(one.because)}.` : 'The letter is not delivered yet.'}</p>
            {one.received?.file && <KeptPicture file={one.received.file.file} type={one.received.file.type} words={`${KIND_WORDS[one.kind]} of ${data.name}`} />}
            {one.signer && <p><Mark name={one.signer.as === 'addressee' ? 'addressee' : one.signer.as === 'agent' ? 'agent' : 'conflict'} /> {one.signer.as === 'unreadable' ? `The signature cannot be read, says ${one.signer.by}.` : `Signed ${one.signer.name}, ${one.signer.as === 'addressee' ? 'the addressee' : 'an agent'}; read by ${one.signer.by}, ${when(one.signer.at, zone)}.`}</p>}
            <div className={css.acts}>
              {!one.received && <Button kind={one === first ? 'primary' : 'plain'} icon="clip" {...(one === first ? { keys: 'F7' } : {})} onClick={() => { attach(one.kind) }}>Received, with its scan</Button>}
              {!one.received && <Button {...(one === first ? { keys: 'A' } : {})} onClick={() => { take(one) }}>Received, no scan</Button>}
              {one.received && <Button kind={one.signer ? 'plain' : 'primary'} {...(one === toRead ? { keys: 'S' } : {})} onClick={() => { setAsking({ what: 'signer', receipt: one }) }}>Who signed</Button>}
              {one.received && <Button icon="clip" onClick={() => { attach(one.kind) }}>Another scan</Button>}
              {one.received && <Button icon="undo" onClick={() => { setAsking({ what: 'take-back', receipt: one }) }}>Wrong letter</Button>}
            </div>
          </div>
        </section>
      ))}
      {owed && <Request key={owed.kind} receipt={owed} />}
      <PaneHead title="The letter itself" after={receipts[0]?.outcome ? outcomeWords(receipts[0].outcome) : undefined} />
      <div className={css.stack}>
        {data.returned ? (
          <>
            <p><Mark name="returned" /> Came back {fullTime(data.returned.at, zone)}, marked {`"${data.returned.words}"`}, {data.returned.sealed ? 'sealed' : 'opened'}. Kept in {data.returned.place}.{data.returned.note && ` ${data.returned.note}`}</p>
            {data.returned.photo && <KeptPicture file={data.returned.photo.file} type={data.returned.photo.type} words={`The letter to ${data.name} as it came back`} />}
            <Button icon="undo" onClick={() => { setAsking({ what: 'take-return-back' }) }}>It did not come back</Button>
          </>
        ) : <Button icon="left" keys="B" onClick={() => { setAsking({ what: 'returned' }) }}>The letter came back</Button>}
      </div>
      <ProofPart of={{ letter }} matter={data.matter} />
      <input ref={chooser} type="file" hidden accept={SCAN_TYPES} aria-label="The scan of the receipt" onChange={(event) => {
        const [file] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (file) receive.mutate({ kind, file })
      }} />
      {asking?.what === 'signer' && <SignerDialog receipt={asking.receipt} onClose={close} />}
      {asking?.what === 'take-back' && <ReasonDialog title={`Take the ${KIND_WORDS[asking.receipt.kind].toLowerCase()} back?`} words="It is expected again. Its scan stays with the letter and says that it was filed by mistake." verb="Take it back" onClose={() => { close(); void refresh() }} act={(reason) => client.receipts.takeBack({ letter, kind: asking.receipt.kind, reason })} />}
      {asking?.what === 'returned' && <ReturnDialog letter={letter} name={data.name} onClose={() => { close(); void refresh() }} />}
      {asking?.what === 'take-return-back' && <ReasonDialog title="It did not come back?" words="What was recorded of its return stays in the log. The outcome follows from the news again." verb="Take it back" onClose={() => { close(); void refresh() }} act={(reason) => client.receipts.takeReturnBack({ letter, reason })} />}
    </>
  )
}

const STATE_WORDS: Record<ReceiptRow['state'], string> = { expected: 'Expected', overdue: 'Overdue', received: 'Received', 'not-coming': 'Not coming' }

/** Who signed, read from the picture by a person. Nothing is filled in. */
function SignerDialog({ receipt, onClose }: { receipt: ReceiptRow; onClose: () => void }): ReactNode {
  const [name, setName] = useState('')
  const [as, setAs] = useState<SignerAs | ''>('')
  const [missing, setMissing] = useState(false)
  const run = useMutation({
    mutationFn: (who: SignerAs) => client.receipts.signer({ letter: receipt.letter, kind: receipt.kind, name, as: who }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const send = (): void => {
    setMissing(as === '')
    if (as !== '' && !run.isPending) run.mutate(as)
  }
  const problem = run.error ? problemOf(run.error) : null
  return (
    <Dialog wide title={`Who signed for ${receipt.name}?`} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Enter" onClick={send}>Keep it</Button></>}>
      {receipt.received?.file ? <div className={css.toRead}><PagePicture file={receipt.received.file.file} page={1} words={`${KIND_WORDS[receipt.kind]} of ${receipt.name}`} /></div> : <p>No scan is kept. Read it from the card in your hand.</p>}
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label="Name, as it is signed or printed" about="evidenceOfSigner" data-autofocus value={name} maxLength={200} error={problem?.code === 'no-name' ? problem.message : undefined} onChange={(event) => { setName(event.currentTarget.value) }} />
        <Segments label="Who that is" value={as} onChange={setAs} options={[{ value: 'addressee', label: 'The addressee' }, { value: 'agent', label: 'An agent' }, { value: 'unreadable', label: 'Cannot be read' }]} />
        {missing && as === '' && <p className={css.need} role="alert">Say who that is: the card has a box for addressee and agent.</p>}
        <button type="submit" hidden />
      </form>
      {problem && problem.code !== 'no-name' && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}
