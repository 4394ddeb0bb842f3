import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { HandoverRow } from '../../../shared/contract/custody.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, ProblemMessage } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when } from '../../ui/words.ts'
import { PersonPicker, type Picked } from '../directory/person-picker.tsx'
import { forWhom } from '../intake/session-list.tsx'
import css from './custody.module.css'
import { emailReceipt, printReceipt } from './receipt.tsx'

const receiverOf = ({ receiver }: HandoverRow): string => `${receiver.name || t('custody.handoverList.nameRemovedOnRequest')}${receiver.kind === 'delegate' ? t('custody.handoverList.asDelegate') : receiver.idSeen ? t('custody.handoverList.idSeenIdseen', { idSeen: receiver.idSeen }) : ''}`

/** The latest handovers: who took what and when, with the receipt of each at hand again. */
export function HandoverList({ onClose }: { onClose: () => void }): ReactNode {
  const zone = useZone()
  const [person, setPerson] = useHeld<Picked | null>('handovers.person', null)
  const [selected, setSelected] = useState<string | null>(null)
  const query = useQuery(station.custody.handovers.queryOptions({ input: { limit: 200, ...(person ? { person: person.id } : {}) } }))
  const rows = query.data ?? []
  const current = rows.find((row) => row.id === selected) ?? rows[0] ?? null
  const pieces = useQuery(station.custody.handover.queryOptions({ input: { handover: current?.id ?? '' }, enabled: current !== null })).data?.rows ?? []
  const picture = useQuery({ queryKey: [['pieces', 'signature'], current?.signature?.file], enabled: current?.signature != null, staleTime: Infinity, queryFn: () => client.pieces.file({ hash: current?.signature?.file ?? '' }) }).data
  const receipt = useMutation({ mutationFn: ({ way, of }: { way: typeof printReceipt; of: string }) => way(of) })
  const give = (way: typeof printReceipt): void => { if (current && !receipt.isPending) receipt.mutate({ way, of: current.id }) }
  return (
    <Dialog name="who-took-what" wide title={t('custody.handoverList.whoTookWhat')} onClose={onClose} keys={[{ key: 'F8', label: t('custody.handoverList.printTheReceipt'), when: current !== null, run: () => { give(printReceipt) } }, { key: 'Shift F8', label: t('common.emailTheReceipt'), when: current !== null, run: () => { give(emailReceipt) } }]}
      acts={<>{current && <><Button icon="printer" keys="F8" onClick={() => { give(printReceipt) }}>{t('custody.handoverList.printTheReceipt')}</Button><Button icon="mail" keys="Shift F8" onClick={() => { give(emailReceipt) }}>{t('custody.handoverList.emailIt')}</Button></>}<Button keys="Esc" onClick={onClose}>{t('common.close')}</Button></>}>
      <PersonPicker search="handovers.person" label={t('custody.handoverList.takenBy')} hint={t('custody.handoverList.emptyForEverybody')} value={person} onChange={setPerson} />
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {(rows.length > 0 || !query.error) && <div className={css.listed}>
        {query.isPending ? <Loading label={t('custody.handoverList.readingTheHandovers')} /> : rows.length === 0 ? <Empty mark="handed" title={t('custody.handoverList.nothingWasHandedOver')}>{person ? t('custody.handoverList.takeTheNameAwayToSee') : t('custody.handoverList.whatIsHandedOverStandsHere')}</Empty> : (
          <Rows autoFocus label={t('custody.handoverList.handoversNewestFirst')} items={rows} idOf={(row) => row.id} height={40} selected={current?.id ?? null} onSelect={setSelected}
            render={(row) => <div className={css.handed}><span>{when(row.at, zone)}</span><b>{receiverOf(row)}</b><span>{count(row.pieces, t('common.piece'))}</span><span className={css.e}>{row.signature ? t('custody.handoverList.signed') : t('custody.handoverList.notSigned')}{row.corrected && t('custody.handoverList.corrected')}</span></div>} />
        )}
      </div>}
      {current && (
        <section className={css.taken} aria-label={t('custody.handoverList.whatWasTaken')}>
          <div>
            {pieces.slice(0, 6).map((piece) => <p key={piece.id}>{forWhom(piece)} <Num grouped={piece.grouped} tail /></p>)}
            {pieces.length > 6 && <p className={css.third}>{t('custody.handoverList.and')} {pieces.length - 6} {t('common.more')}</p>}
            <p className={css.third}>{t('custody.handoverList.handedOverByBy', { by: current.by })}{current.run === null ? t('custody.handoverList.atTheCounter') : t('custody.handoverList.onARun')}.{current.note && ` ${current.note}`}</p>
          </div>
          {picture && current.signature && <img src={`data:${picture.type};base64,${picture.content}`} alt={t('custody.handoverList.theSignatureOfName', { name: current.receiver.name })} />}
        </section>
      )}
      {receipt.error && <ProblemMessage problem={problemOf(receipt.error)} />}
      {receipt.data && <p role="status">{receipt.data}</p>}
    </Dialog>
  )
}
