/** Tab goes on in the screen that is shown, wherever the focus was before, unless the screen or what covers it has the focus already. */
export function goToWork(): void {
  const work = document.getElementById('work')
  if (work && !work.contains(document.activeElement) && !document.querySelector('[role=dialog]')) work.focus({ preventScroll: true })
}

/** Gives the focus back to what had it before something covered the screen, unless it has been given to something else already. */
export function giveBack(to: Element | null): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return
  if (to instanceof HTMLElement) to.focus({ preventScroll: true })
  if (document.activeElement === document.body) goToWork()
}

/** Moves the focus to the first field that is wrong, once it is shown that something is. What was typed stays. */
export function goToWrong(within: Element | null): void {
  requestAnimationFrame(() => {
    if (!document.activeElement?.matches('[aria-invalid=true]')) within?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  })
}

/** Starts to listen: a form that was sent in vain leads to what is wrong in it, whichever key or button sent it. */
export function startForms(): void {
  document.addEventListener('submit', (event) => { if (event.target instanceof Element) goToWrong(event.target) })
  window.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) goToWrong(document.querySelector('[role=dialog]') ?? document.getElementById('work')) })
}

/** Starts to listen: the second half of a double click whose first half has opened another page selects nothing of that page. */
export function startClicks(): void {
  let first: EventTarget | null = null
  document.addEventListener('mousedown', (event) => {
    if (event.detail < 2) first = event.target
    else if (first instanceof Node && !first.isConnected) event.preventDefault()
  }, { capture: true })
}
