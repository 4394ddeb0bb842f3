import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Key } from '../../ui/parts.tsx'
import type { KeyLayer } from '../keys.ts'
import css from './frame.module.css'

const TITLES = { screen: t('frame.allKeys.onThisScreen'), frame: t('frame.allKeys.everywhere'), dialog: t('frame.allKeys.inThisDialog') } as const

/** Every key that does something now. */
export function AllKeys({ layers, onClose }: { layers: readonly KeyLayer[]; onClose: () => void }): ReactNode {
  return (
    <Dialog name="all-keys" title={t('frame.allKeys.allKeys')} wide onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>}>
      <div className={css.allKeys}>
        {(['dialog', 'screen', 'frame'] as const).map((kind) => {
          // A screen may have parts with keys of their own; of two with the same key the inner one is heard.
          const specs = layers.filter((layer) => layer.kind === kind).toReversed().flatMap((layer) => layer.specs).filter((spec, i, all) => all.findIndex((other) => other.key === spec.key) === i)
          return specs.length > 0 && (
            <section key={kind}>
              <h3>{TITLES[kind]}</h3>
              <ul>{specs.map((spec) => <li key={spec.key}><Key of={spec.key} /><span>{spec.label}</span></li>)}</ul>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
