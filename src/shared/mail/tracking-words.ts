import type { Meaning } from './tracking-codes.ts'

/**
 * What each meaning is told by. The order is that of caution: what says that a piece did not reach its addressee is looked for
 * before what says that it did, because "could not be delivered" also holds the word.
 */
const RULES: ReadonlyArray<{ readonly meaning: Meaning; readonly says: RegExp; readonly unless?: RegExp }> = [
  // Expectations are no events.
  { meaning: 'info', says: /^(?:expected delivery|estimated delivery|scheduled delivery|delivery status not updated|awaiting delivery scan|weather delay|usps expects to deliver|arriving (?:on time|early|late|by|tomorrow|today)|(?:request|redelivery request) received)/ },
  { meaning: 'delivered-back', says: /\b(?:delivered|given|handed)\b.{0,40}\boriginal sender\b|\bdelivered\b.{0,20}\b(?:back )?to (?:the )?sender\b|\breturned? (?:and )?delivered to (?:the )?sender\b/, unless: /\b(?:not|to be|will be|being)\b/ },
  { meaning: 'refused', says: /\brefused\b|\brefusal\b/, unless: /\bnot refused\b/ },
  { meaning: 'unclaimed', says: /\bunclaimed\b|\bnot (?:been )?(?:claimed|picked up|called for)\b|\bheld for the required number of days\b|\bmaximum hold time\b/, unless: /\b(?:if|will be returned|unless|reminder|otherwise)\b/ },
  { meaning: 'lost', says: /\bmail recovery center\b|\bdead (?:letter|mail)\b|\bdisposed by\b|\b(?:was|is|been|declared|presumed) lost\b|^lost\b/ },
  {
    meaning: 'undeliverable',
    says: /\bundeliverable\b|\bno such (?:number|street|address)\b|\binsufficient address\b|\bbecause the address was insufficient\b|\b(?:addressee|recipient)(?: is| was)? (?:unknown|deceased)\b|\b(?:attempted,? )?not known\b|\bmoved,? left no(?: forwarding)? address\b|\bforward(?:ing)?(?: order| time)?[^.]{0,40}\bexpired\b|\bforwarding order\b.{0,40}\bno longer valid\b|^vacant\b|\baddress(?: is| was)? vacant\b|^deceased\b|\baddressee (?:has )?moved\b|\bno mail receptacle\b/,
    unless: /\b(?:if|unless)\b/,
  },
  { meaning: 'returning', says: /\breturn(?:ed|ing)? to (?:the )?(?:original )?sender\b|\bbeing returned\b|\breturn (?:in progress|initiated|to shipper)\b|\breturning\b|\bon its way back\b|\breturned to (?:the )?shipper\b/, unless: /\b(?:if|will be|unless|otherwise|reminder|may be)\b/ },
  {
    meaning: 'notice',
    says: /\bnotice (?:was |has been )?left\b|\bleft (?:a )?notice\b|\bdelivery attempt(?:ed)?\b|\battempted (?:to deliver|delivery)\b|\bno access\b|\bno secure location\b|\bno authorized (?:recipient|agent)\b|\bbusiness (?:was )?closed\b|\breceptacle (?:full|blocked)\b|\bfinal (?:delivery )?notice\b|\breminder to (?:schedule|pick)\b|\b(?:could not|unable to|couldn't) (?:be )?deliver/,
  },
  { meaning: 'pickup', says: /\b(?:available|ready|waiting|held) (?:for|at|in)\b.{0,30}\b(?:pick ?up|post office|postal facility|redelivery)\b|\bheld at (?:post office|customer request)\b|\bbeing held\b|\barrived at pick-?up point\b|^held\b/ },
  { meaning: 'out', says: /\bout for delivery\b|\bout[ -]to[ -]deliver\b/ },
  { meaning: 'label', says: /\blabel (?:has been |was )?(?:created|printed|prepared)\b|\bpre-?shipment\b|\bawaiting item\b|\belectronic(?:ally)?\b.{0,40}\b(?:notified|information|info)\b|\bshipping info(?:rmation)? (?:sent|received)\b|\bto expect your (?:package|item|mail)\b|\bnot yet in (?:our |usps )?(?:system|possession)\b|\bsent to usps\b/ },
  { meaning: 'forwarded', says: /\bforwarded\b|\bforwarding address\b/ },
  { meaning: 'delivered', says: /\bdelivered\b|\bpicked up (?:at|by)\b|\bindividual picked up\b/, unless: /\b(?:not|un|to be|will be|being|expected|scheduled|should be|can be|may be|until|before|could|cannot|if|when|once|yet|attempt\w*|by shipping partner|for final delivery|has it|was it)\b|\bdelivered by\b.{0,20}\d|\?/ },
  { meaning: 'info', says: /\b(?:expected|estimated|scheduled) (?:for )?delivery\b|\bwill be delivered\b|\bto be delivered by\b/ },
  { meaning: 'accepted', says: /\baccept(?:ed|ance)\b|\bin possession of (?:the |your )?item\b|\bpicked up(?: and processed)?\b|\borigin acceptance\b|\bdrop(?:ped)?[ -]off\b/, unless: /\bnot (?:yet )?(?:accepted|in possession)\b|\bawaiting\b/ },
  {
    meaning: 'transit',
    says: /\bin[ -]transit\b|\b(?:arrived|arrival|departed|departure|left|processed|processing|sorted|sorting|received)\b.{0,60}\b(?:facility|center|centre|post office|unit|hub|usps|carrier|network|complete)\b|\bmoving (?:within|through) (?:the |our )?(?:usps )?network\b|^preparing for delivery\b|^(?:arrived|arrival|departed?|departure|processed|sorting complete|enroute|en route|missent|mis-?shipped|misrouted|customs clear\w*|rescheduled|redelivery scheduled|arrival scan|departure scan)\b|\bon its way\b|\brescheduled\b|\bmissent\b/,
  },
]

/**
 * What words say about a piece, for news without codes. Words that could mean two things, or nothing that is known, are
 * answered with `unknown`; nothing is guessed.
 */
export function meaningOfText(text: string): Meaning {
  const plain = text.toLowerCase().replaceAll(/[\u2018\u2019]/g, "'").replaceAll(/\s+/g, ' ').trim()
  if (plain === '') return 'unknown'
  for (const rule of RULES) if (rule.says.test(plain) && !(rule.unless?.test(plain) ?? false)) return rule.meaning
  return 'unknown'
}
