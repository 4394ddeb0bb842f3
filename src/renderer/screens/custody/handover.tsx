import type { ReactNode } from 'react'
import { useState } from 'react'
import { t } from '../../catalogue/index.ts'
import { useKept } from '../../app/kept.ts'
import { useHead } from '../../app/shell/head.tsx'
import { Counter, type HandedOver } from './counter.tsx'
import { WhoIsHere } from './who-is-here.tsx'
import type { Chosen } from './words.ts'

/** The counter: who is here, what waits for them, who signs. */
export function Handover(): ReactNode {
  const [chosen, setChosen] = useKept<Chosen | null>('handover.chosen', null)
  const [last, setLast] = useState<HandedOver | null>(null)
  useHead(t('custody.handover.handover'))
  if (!chosen) return <WhoIsHere last={last} onChoose={setChosen} />
  return (
    <Counter key={JSON.stringify(chosen.pile)} chosen={chosen}
      onOther={(next) => { setLast(null); setChosen(next) }}
      onDone={(done) => { setLast(done); setChosen(null) }} />
  )
}
