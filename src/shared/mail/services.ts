/**
 * Which services USPS sells together with Certified Mail, and why not the others.
 * Sources: USPS "Service Type Codes for Intelligent Mail Package Barcode" (every combination that has a code can be bought);
 * DMM 503.3 (Certified Mail), DMM 503.6 (return receipt), faq.usps.com "What is Electronic Return Receipt"; reverse of PS Form 3800.
 */
import type { AddressKind } from './address.ts'
import type { Candidate } from './candidate.ts'
import { SERVICE_TYPES } from './stc.ts'

export const MAIL_CLASSES = ['first-class', 'priority'] as const
export type MailClass = (typeof MAIL_CLASSES)[number]

/** Return receipt by card (PS Form 3811), electronic return receipt, restricted delivery, adult signature. */
export const LETTER_SERVICES = ['card', 'electronic', 'restricted', 'adult'] as const
export type LetterService = (typeof LETTER_SERVICES)[number]

const CLASS_NAMES: Readonly<Record<MailClass, string>> = { 'first-class': 'First-Class Mail', priority: 'Priority Mail' }
const SERVICE_NAMES: Readonly<Record<LetterService, string>> = { card: 'return receipt by card', electronic: 'electronic return receipt', restricted: 'restricted delivery', adult: 'adult signature' }

/** The class in USPS's words. */
export const className = (mailClass: MailClass): string => CLASS_NAMES[mailClass]
/** The service as a mailroom says it. */
export const serviceName = (service: LetterService): string => SERVICE_NAMES[service]

/** Where the article number comes from: the retail form PS 3800, or a label that carries its own service type code; undefined while there is none. */
export type NumberSource = 'form' | 'label'

/** What is chosen for one letter. */
export interface Choice {
  readonly mailClass: MailClass
  readonly services: readonly LetterService[]
  readonly destination: AddressKind
  readonly number?: NumberSource | undefined
}

/** The extra service codes of a choice, as USPS numbers them, the smallest first. */
export function extraServices({ services }: Pick<Choice, 'services'>): string[] {
  const has = (service: LetterService): boolean => services.includes(service)
  const base = has('adult') ? (has('restricted') ? '913' : '912') : has('restricted') ? '911' : '910'
  return [base, ...(has('card') ? ['955'] : []), ...(has('electronic') ? ['957'] : [])]
}

const BY_EXTRAS: ReadonlyMap<string, string> = new Map([...SERVICE_TYPES.values()].flatMap(({ code, mailClass, services }) => (mailClass === null || services.length === 0 ? [] : [[`${mailClass} ${services.toSorted().join('+')}`, code] as const])))

/** The service type code of a choice, or null where USPS has none: then it cannot be bought. */
export function serviceTypeCode(choice: Pick<Choice, 'mailClass' | 'services'>): string | null {
  return BY_EXTRAS.get(`${CLASS_NAMES[choice.mailClass]} ${extraServices(choice).join('+')}`) ?? null
}

/** Why one service cannot be had with the rest of the choice, in one plain sentence; null when it can. */
export function whyNot(service: LetterService, choice: Choice): string | null {
  const { mailClass, destination, number } = choice
  if (destination === 'foreign') return 'Certified Mail goes to addresses in the United States only.'
  if (service === 'electronic' && destination === 'military') return 'USPS gives no electronic receipts for APO, FPO and DPO addresses. Use the card.'
  if (service === 'electronic' && destination === 'territory') return 'USPS gives no electronic receipts for territories and possessions. Use the card.'
  if (service === 'adult' && mailClass !== 'priority') return 'USPS sells adult signature with Certified Mail for Priority Mail only.'
  if (service === 'adult' && number === 'form') return 'USPS does not sell adult signature with the form PS 3800. It needs a label with its own service type code.'
  const others = choice.services.filter((other) => other !== service)
  if (serviceTypeCode({ mailClass, services: [...others, service] }) !== null) return null
  const against = others.filter((other) => serviceTypeCode({ mailClass, services: [other, service] }) === null)
  const named = (against.length > 0 ? against : others).map(serviceName).join(' and ')
  return named === '' ? `USPS does not sell ${SERVICE_NAMES[service]} with ${CLASS_NAMES[mailClass]}.` : `USPS does not sell ${SERVICE_NAMES[service]} together with ${named} for ${CLASS_NAMES[mailClass]}.`
}

/** Every chosen service that cannot be had, with the reason; empty for a choice that USPS sells. */
export function refusedServices(choice: Choice): Array<{ service: LetterService; reason: string }> {
  return choice.services.flatMap((service) => {
    const reason = whyNot(service, choice)
    return reason === null ? [] : [{ service, reason }]
  })
}

/** What an article number itself says was bought; null where it says nothing of it (forms and older numbers). */
export interface SaidByNumber { readonly mailClass: MailClass; readonly services: readonly LetterService[]; readonly words: string }

/** What a number says about class and services. Only numbers with a published service type code of Certified Mail say anything. */
export function saidByNumber(candidate: Pick<Candidate, 'stc' | 'mailClass' | 'services' | 'service'>): SaidByNumber | null {
  const type = candidate.stc === null || candidate.stc.length !== 3 ? undefined : SERVICE_TYPES.get(candidate.stc)
  const mailClass = MAIL_CLASSES.find((known) => CLASS_NAMES[known] === type?.mailClass)
  if (type === undefined || mailClass === undefined) return null
  const has = (...codes: string[]): boolean => codes.some((code) => type.services.includes(code))
  if (!has('910', '911', '912', '913')) return null
  const services = LETTER_SERVICES.filter((service) => ({ card: has('955'), electronic: has('957'), restricted: has('911', '913'), adult: has('912', '913') })[service])
  return { mailClass, services, words: `${CLASS_NAMES[mailClass]}, ${type.words}` }
}

/** How a number and a choice disagree, in one sentence; null when they agree or the number says nothing of it. */
export function contradiction(candidate: Pick<Candidate, 'stc' | 'mailClass' | 'services' | 'service'>, choice: Pick<Choice, 'mailClass' | 'services'>): string | null {
  const said = saidByNumber(candidate)
  if (said === null) return null
  const same = said.mailClass === choice.mailClass && said.services.length === choice.services.length && said.services.every((service) => choice.services.includes(service))
  if (same) return null
  const chosen = [CLASS_NAMES[choice.mailClass], 'Certified Mail', ...LETTER_SERVICES.filter((service) => choice.services.includes(service)).map(serviceName)].join(', ')
  return `This number was made for ${said.words}. Chosen is ${chosen}.`
}

/** True for the number of a Certified Mail piece, whatever its receipt. */
export function isCertified(candidate: Pick<Candidate, 'services' | 'kind' | 'carrier'>): boolean {
  return candidate.carrier === 'usps' && candidate.kind === 'article' && candidate.services.some((code) => code >= '910' && code <= '913')
}
