import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ReceiptKind, ReceiptRow, SignerAs } from '../../../shared/contract/receipts.ts'
import { outcomeWords } from '../../../shared/mail/outcomes.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { SCAN_TYPES, uploadOf } from '../../app/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, Mark } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Loading, PaneActs, PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
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
import { KIND_WORDS } from './words.ts'

type Asking = { what: 'signer' | 'take-back'; receipt: ReceiptRow } | { what: 'returned' | 'take-return-back' } | null
/** The receipts of one letter and what can be done about them: receive, scan, read who signed, take back; and its return. */
export function ReceiptActs({ letter, scanned, onDone }: { letter: string; scanned: string; onDone: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.receipts.of.queryOptions({ input: { letter } }))
  const [asking, setAsking] = useOpen<Asking>(`receipts.asking.${letter}`, null)
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
    { key: 'A', label: t('receipts.receiptActs.receivedNoScan'), when: first !== null && first.received === null, run: () => { take(first) } },
    { key: 'F7', label: t('receipts.receiptActs.receivedWithItsScan'), when: first !== null, run: () => { if (first) attach(first.kind) } },
    { key: 'S', label: t('receipts.receiptActs.whoSigned'), when: toRead !== null, run: () => { if (toRead) setAsking({ what: 'signer', receipt: toRead }) } },
    { key: 'B', label: t('receipts.receiptActs.theLetterCameBack'), when: data !== undefined && data.returned === null, run: () => { setAsking({ what: 'returned' }) } },
  ])
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!data) return <Loading label={t('receipts.receiptActs.readingTheLetter')} />
  const close = (): void => { setAsking(null) }
  return (
    <>
      <header className={css.sideHead}><Num grouped={data.grouped} /><b>{data.name}</b>{data.matter && <span className={css.d}>{data.matter}</span>}</header>
      {receive.error && <div className={css.pad}><ProblemMessage problem={problemOf(receive.error)} /></div>}
      {receipts.length === 0 && <p className={css.text}>{t('receipts.receiptActs.noReceiptIsExpectedNoneWas')}</p>}
      {receipts.map((one) => (
        <section key={one.kind} aria-label={KIND_WORDS[one.kind]}>
          <PaneHead title={KIND_WORDS[one.kind]} after={STATE_WORDS[one.state]} />
          <div className={css.stack}>
            <p>{one.received ? t('receipts.receiptActs.receivedAtRecordedByBy', { at: fullTime(one.received.at, zone), by: one.received.by }) : one.state === 'not-coming' ? t('receipts.receiptActs.itDoesNotComeBecause', { because: one.because }) : one.due ? t('receipts.receiptActs.dueDueBecause', { due: dayWords(one.due), because: plainDays(one.because) }) : t('receipts.receiptActs.theLetterIsNotDeliveredYet')}</p>
            {one.received?.file && <KeptPicture file={one.received.file.file} type={one.received.file.type} words={t('receipts.receiptActs.valueOfName', { value: KIND_WORDS[one.kind], name: data.name })} />}
            {one.signer && <p><Mark name={one.signer.as === 'addressee' ? 'addressee' : one.signer.as === 'agent' ? 'agent' : 'conflict'} /> {one.signer.as === 'unreadable' ? t('receipts.receiptActs.theSignatureCannotBeReadSays', { by: one.signer.by }) : t('receipts.receiptActs.signedNameValueReadByBy', { name: one.signer.name, value: one.signer.as === 'addressee' ? t('receipts.receiptActs.theAddressee') : t('receipts.receiptActs.anAgent'), by: one.signer.by, at: when(one.signer.at, zone) })}</p>}
            <PaneActs>
              {!one.received && <Button kind={one === first ? 'primary' : 'plain'} icon="clip" {...(one === first ? { keys: 'F7' } : {})} onClick={() => { attach(one.kind) }}>{t('receipts.receiptActs.receivedWithItsScan')}</Button>}
              {!one.received && <Button {...(one === first ? { keys: 'A' } : {})} onClick={() => { take(one) }}>{t('receipts.receiptActs.receivedNoScan')}</Button>}
              {one.received && <Button kind={one.signer ? 'plain' : 'primary'} {...(one === toRead ? { keys: 'S' } : {})} onClick={() => { setAsking({ what: 'signer', receipt: one }) }}>{t('receipts.receiptActs.whoSigned')}</Button>}
              {one.received && <Button icon="clip" onClick={() => { attach(one.kind) }}>{t('receipts.receiptActs.anotherScan')}</Button>}
              {one.received && <Button icon="undo" onClick={() => { setAsking({ what: 'take-back', receipt: one }) }}>{t('receipts.receiptActs.wrongLetter')}</Button>}
            </PaneActs>
          </div>
        </section>
      ))}
      {owed && <Request key={owed.kind} receipt={owed} />}
      <PaneHead title={t('receipts.receiptActs.theLetterItself')} after={receipts[0]?.outcome ? outcomeWords(receipts[0].outcome) : undefined} />
      <div className={css.stack}>
        {data.returned ? (
          <>
            <p><Mark name="returned" /> {t('receipts.receiptActs.cameBackAtMarked', { at: fullTime(data.returned.at, zone) })} {`"${data.returned.words}"`}, {data.returned.sealed ? t('receipts.receiptActs.sealed') : t('receipts.receiptActs.opened')}{t('receipts.receiptActs.keptInPlace', { place: data.returned.place })}{data.returned.note && ` ${data.returned.note}`}</p>
            {data.returned.photo && <KeptPicture file={data.returned.photo.file} type={data.returned.photo.type} words={t('receipts.receiptActs.theLetterToNameAsIt', { name: data.name })} />}
            <Button icon="undo" onClick={() => { setAsking({ what: 'take-return-back' }) }}>{t('receipts.receiptActs.itDidNotComeBack')}</Button>
          </>
        ) : <Button icon="left" keys="B" onClick={() => { setAsking({ what: 'returned' }) }}>{t('receipts.receiptActs.theLetterCameBack')}</Button>}
      </div>
      <ProofPart of={{ letter }} matter={data.matter} />
      <input ref={chooser} type="file" hidden accept={SCAN_TYPES} aria-label={t('receipts.receiptActs.theScanOfTheReceipt')} onChange={(event) => {
        const [file] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (file) receive.mutate({ kind, file })
      }} />
      {asking?.what === 'signer' && <SignerDialog receipt={asking.receipt} onClose={close} />}
      {asking?.what === 'take-back' && <ReasonDialog title={t('receipts.receiptActs.takeTheValueBack', { value: KIND_WORDS[asking.receipt.kind].toLowerCase() })} words={t('receipts.receiptActs.itIsExpectedAgainItsScan')} verb={t('receipts.receiptActs.takeItBack')} onClose={() => { close(); void refresh() }} act={(reason) => client.receipts.takeBack({ letter, kind: asking.receipt.kind, reason })} />}
      {asking?.what === 'returned' && <ReturnDialog letter={letter} name={data.name} onClose={() => { close(); void refresh() }} />}
      {asking?.what === 'take-return-back' && <ReasonDialog title={t('receipts.receiptActs.itDidNotComeBack2')} words={t('receipts.receiptActs.whatWasRecordedOfItsReturn')} verb={t('receipts.receiptActs.takeItBack')} onClose={() => { close(); void refresh() }} act={(reason) => client.receipts.takeReturnBack({ letter, reason })} />}
    </>
  )
}

const STATE_WORDS: Record<ReceiptRow['state'], string> = { expected: t('receipts.receiptActs.expected'), overdue: t('receipts.receiptActs.overdue'), received: t('common.received'), 'not-coming': t('receipts.receiptActs.notComing') }

/** Who signed, read from the picture by a person. Nothing is filled in. */
function SignerDialog({ receipt, onClose }: { receipt: ReceiptRow; onClose: () => void }): ReactNode {
  const [name, setName] = useHeld(`signer.name.${receipt.letter}`, '')
  const [as, setAs] = useHeld<SignerAs | ''>(`signer.as.${receipt.letter}`, '')
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
    <Dialog name="signer" wide title={t('receipts.receiptActs.whoSignedForName', { name: receipt.name })} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Enter" onClick={send}>{t('receipts.receiptActs.keepTheName')}</Button></>}>
      {receipt.received?.file ? <div className={css.toRead}><PagePicture file={receipt.received.file.file} page={1} words={t('receipts.receiptActs.valueOfName', { value: KIND_WORDS[receipt.kind], name: receipt.name })} /></div> : <p>{t('receipts.receiptActs.noScanIsKeptReadIt')}</p>}
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label={t('receipts.receiptActs.nameAsItIsSignedOr')} about="evidenceOfSigner" data-autofocus value={name} maxLength={200} error={problem?.code === 'no-name' ? problem.message : undefined} onChange={(event) => { setName(event.currentTarget.value) }} />
        <Segments label={t('receipts.receiptActs.whoThatIs')} value={as} onChange={setAs} options={[{ value: 'addressee', label: t('receipts.receiptActs.theAddressee2') }, { value: 'agent', label: t('receipts.receiptActs.anAgent2') }, { value: 'unreadable', label: t('receipts.receiptActs.cannotBeRead') }]} />
        {missing && as === '' && <p className={css.need} role="alert"><Icon name="stop" size="s" />{t('receipts.receiptActs.sayWhoThatIsTheCard')}</p>}
        <button type="submit" hidden />
      </form>
      {problem && problem.code !== 'no-name' && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}
