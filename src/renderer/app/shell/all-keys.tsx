import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Key } from '../../ui/parts.tsx'
import type { KeyLayer } from '../keys.ts'
import css from './frame.module.css'

const TITLES = { screen: 'On this screen', frame: 'Everywhere', dialog: 'In this dialog' } as const

/** Every key that does something now. */
export function AllKeys({ layers, onClose }: { layers: readonly KeyLayer[]; onClose: () => void }): ReactNode {
  return (
    <Dialog title="All keys" wide onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>Close</Button>}>
      <div className={css.allKeys}>
        {layers.toReversed().map((layer) => layer.specs.length > 0 && (
          <section key={layer.id}>
            <h3>{TITLES[layer.kind]}</h3>
            <ul>{layer.specs.map((spec) => <li key={spec.key}><Key of={spec.key} /><span>{spec.label}</span></li>)}</ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
