import { useEffect, useRef, type ReactNode } from 'react'

/** One page of a preview as a picture: nothing in it can act, whatever stands on the label. */
export function PreviewPage({ svg, title }: { svg: string; title: string }): ReactNode {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
    if (image.current) image.current.src = url
    return () => { URL.revokeObjectURL(url) }
  }, [svg])
  return <img ref={image} alt={title} />
}
