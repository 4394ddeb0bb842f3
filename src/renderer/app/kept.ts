import { useEffect, useState } from 'react'

const kept = new Map<string, unknown>()

/** Sets what a screen will find in its {@link useKept} when it is shown next; for one that sends a person there. */
export function keep<T>(key: string, value: T): void {
  kept.set(key, value)
}

/** State that is still there when the screen is shown again: leaving a screen never loses typing. Gone when the page is closed. */
export function useKept<T>(key: string, initial: T): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : initial))
  useEffect(() => { kept.set(key, value) }, [key, value])
  return [value, setValue]
}
