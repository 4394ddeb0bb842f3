import type { ReactNode } from 'react'
export function Batch({ onClose }: { onClose: () => void }): ReactNode { return <button type="button" onClick={onClose}>x</button> }
