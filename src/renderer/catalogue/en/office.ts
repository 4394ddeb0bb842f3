import { settings } from './office/settings.ts'
import { store } from './office/store.ts'

export const office = { ...store, ...settings } as const
