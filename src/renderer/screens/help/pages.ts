import { t } from '../../catalogue/index.ts'

/** The pages of Help. */
export const PAGES = [{ value: 'card', label: t('help.help.operatorCard') }, { value: 'marks', label: t('help.help.marks') }, { value: 'fields', label: t('help.help.fields') }, { value: 'steps', label: t('common.firstSteps') }, { value: 'guide', label: t('help.help.forAdministrators') }] as const
export type HelpPage = (typeof PAGES)[number]['value']
/** The place where the page of Help is kept; other screens set it before they open Help. */
export const HELP_PAGE = 'help.page'
