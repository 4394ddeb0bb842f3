import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { LetterRow } from '../../../shared/contract/certified.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PaneHead } from '../../ui/parts.tsx'
import { dayWords, when } from '../../ui/words.ts'
import { inHand } from './in-hand.ts'
import { ProofPart } from './proof-part.tsx'
import css from './receipts.module.css'
import { KIND_WORDS } from './words.ts'

/** On a letter's page: its receipts, its return, and the proof package with what is missing. */
export function LetterProof({ letter, keyed }: { letter: LetterRow; keyed: boolean }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const data = useQuery(station.receipts.of.queryOptions({ input: { letter: letter.id } })).data
  const open = (): void => {
    inHand.set({ letter: letter.id, number: '' })
    void navigate({ to: '/receipts' })
  }
  const handed = letter.state === 'presented' || letter.state === 'accepted'
  return (
    <>
      {handed && (
        <>
          <PaneHead title="Receipts and return" />
          <div className={css.stack}>
            {data?.receipts.map((one) => <p key={one.kind}>{KIND_WORDS[one.kind]}: {one.received ? `received ${when(one.received.at, zone)}${one.signer ? `, signed ${one.signer.as === 'unreadable' ? 'so that it cannot be read' : one.signer.name}` : ', signer not read yet'}` : one.state === 'not-coming' ? 'not coming' : one.due ? `due ${dayWords(one.due)}` : 'expected'}</p>)}
            {data?.returned && <p>Came back, marked {`"${data.returned.words}"`}. Kept in {data.returned.place}.</p>}
            <Button icon="card" onClick={open}>{data?.receipts.length ? 'Receive, signer, return' : 'The letter came back'}</Button>
          </div>
        </>
      )}
      <ProofPart of={{ letter: letter.id }} matter={letter.matter} keyed={keyed} />
    </>
  )
}
