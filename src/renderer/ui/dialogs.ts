/** Every dialog of the app by its name, so that the walk over all screens can tell whether it has seen them all. */
export const DIALOGS = [
  'addressee-take-out', 'all-keys', 'approval', 'as-it-came', 'badge', 'book-accepted', 'book-strike', 'came-back', 'container', 'day-check', 'day-go-to', 'day-reopen', 'file-refused', 'file-way', 'from-paper', 'hold-lift', 'jobs',
  'letter-accepted', 'letter-correct', 'letter-number', 'letter-reason', 'line', 'location', 'marks', 'news', 'outage-sheets', 'outcome', 'person', 'person-let-in', 'photo', 'piece-correct', 'piece-void', 'plan', 'price', 'print',
  'printer', 'proof', 'question', 'remove-content', 'restore', 'right-number', 'scanner', 'second-barcode', 'sign', 'signer', 'stock-takes', 'take-in', 'task', 'telephone', 'who-took-what',
] as const

export type DialogName = (typeof DIALOGS)[number]
