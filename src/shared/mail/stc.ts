/**
 * USPS service type codes: the three digits in a package barcode that say what was bought.
 * Source: USPS "Service Type Codes for Intelligent Mail Package Barcode", Appendix I, effective 24 June 2026
 * (postalpro.usps.com/IMPB_Service_Type_Codes), every code in it, each written with its extra service codes.
 */
const BY_CLASS: ReadonlyArray<readonly [mailClass: string, codes: string]> = [
  ['First-Class Mail', `
    071:910 147:910+955 148:910+957 149:911 154:911+955 360:911+957 453:930 462:931 463:931+955 464:934
    467:934+955 468:930+985 473:931+985 501:940 522:940+955 529:940+957 531:941 533:941+955 560:940+915
    562:940+915+955 564:940+915+957 582:940+917 583:940+917+955 587:915 589:915+955 590:915+957 592:915+985
    594:917 595:917+955 621:917+957 629:917+985 907`],
  ['Priority Mail', `
    026:910 027:910+955 028:910+957 029:910+955+957 031:911+955 032:911 033:915 035:915+955 039:915+957
    046:917+957 049:917+955 052:917 053:915+921 055:920 058:930 061:931 063:921+857 065:931+955 070:934+955
    072:934 075:922+857 078:930+921 079:930+921+985 080:915+940+955 081:911+957 083:915+941+955 088:940
    089:940+915 100:940+955 101:940+957 102:941+957 105:941+955 106:941 107:940+921 108:921 111:921+940+955
    112:985 113:930+985 114:931+985 115:921+985 116:920+857 120:930+857 121:923+857 123:430 323:931+857
    602:915+985 659:922+955 660:923+955 661:922+955+985 662:923+955+985 681:922 682:923 683:912 684:913
    687:922+930 688:923+930 689:922+931 690:923+931 772:922+985 773:923+985 774:922+930+985 775:923+930+985
    776:922+931+985 777:923+931+985 893:924 896:924+930 910:941+921 911:913+955 915:924+955 916:912+955`],
  ['Priority Mail Return', `
    019:452 037:452+857 219:452+826+857 515:930+452+857 517:931+452+857 596:452+930 599:452+931`],
  ['Priority Mail Express', `
    090:858+981+986 091:858+986 092:858+955+986 093:858+925+986 655:922+955+986 656:923+955+986
    657:922+955+985 658:923+955+985 665:923+986+857 701:986 711:955+986 712:925+986 713:925+955+986
    714:915+986 715:915+955+986 716:985 717:955+985 718:925+985 719:925+955+985 720:915+985 721:915+955+985
    723:430 724:922+986 725:923+986 726:922+925+986 727:923+925+986 729:922+985 730:923+985 731:922+925+985
    732:923+925+985 760:986+857 761:981+986+857 762:925+986+857 763:934+986+857 764:922+986+857 817:986+981
    917:917+955 918:917+955+985 919:917 920:917+985 921:934 922:934+955`],
  ['Priority Mail Express Return', `
    667:452+826+857 668:452+826+857+981 796:452+981 797:452+925 798:452 837:452+857 838:452+857+981
    839:452+857+925`],
  ['USPS Ground Advantage', `
    001:920 021:921 043:941+955 073:931 109:921+985 152:915 153:940+915 157:915+955 158:915+957 159:917
    160:915+921 161:940+915+957 164:930 166:921+857 167:940+955 168:917+955 169:917+957 172:931+955
    173:940+957 174:934 175:923+930 176:923+955 177:930+921 179:940 180:940+915 181:940+915+955
    183:940+915+957 184:920+857 185:930+857 186:931+857 189:934+955 192:940+955 193:940+957 194:941
    195:940+921 196:940+921 203:940+921+955 204:940+921+955 206:941+955 209:920+985 211:930+985 212:931+985
    213:921+985 214:930+921+985 215:922+930 220:922+857 223:922+857 329:941 344:922+931 345:923+931 346:920
    347:915 348:915+985 349:921 352:931 353:915+955 354:915+957 355:917 356:915+921 358:922 361:930
    362:920+857 363:930+857 365:931+857 367:920+985 368:930+985 370:931+985 372:917+957 373:917+955
    375:931+955 376:934 383:921+857 386:923 387:934+955 394:930+921 397:940+915+955 406:940 603:915+985
    670:922+955 861:921+930+985 928:922+930 929:922+931 930:922+955 931:923+930 932:923+931 933:923+955
    936:924+930 937:924 939:924+955 967:924 968:924+930 970:924+955 974:922 975:923`],
  ['USPS Ground Advantage Return', `
    020:452 022:452 187:452+857 190:930+452+857 191:931+452+857 217:452+826 218:452+826 385:452+857
    388:930+452+857 399:931+452+857 597:452+930 598:452+930 600:452+931 601:452+931`],
  ['Parcel Select', `
    076:930+921 395:920+857 483:930+857 612:920 613:915 615:921 616:931 619:917 624:930 628:931+857
    637:934+955 640:934 646:921+857 691:922 692:923 696:922+930 697:923+930 698:922+931 699:923+931 895:924
    941:923+955 942:922+955`],
  ['USPS Marketing Mail', `
    248:931 249:920 250 254:920 255:931+955 256:934 258 259:930+920 265:930 269:920 286:934+955 702 703
    704:920 905 906`],
  ['Bound Printed Matter', `
    139:931+985 140:930+985 141:985 419:920 420:915 422:921 423:931 424:915+955 425:915+957 426:917 431:930
    447:917+955 454:931+955 455:934 959:917+957 978:924`],
  ['Media Mail', `
    490:920 491:915 493:921 494:931 497:917 502:930 518:934 520:930+921 965:924+930 977:924`],
  ['Library Mail', `
    551:920 552:915 554:921 555:931 556:915+955 558:917 563:930 575:931+955 579:934 976:924`],
]

/** What USPS calls each extra service code, as a mailroom says it. 452 (returns) and 986 say nothing of their own. */
const EXTRA_SERVICES: Readonly<Record<string, string>> = {
  '430': 'open and distribute',
  '826': 'infectious substance',
  '857': 'hazardous materials',
  '858': 'cremated remains',
  '910': 'Certified Mail',
  '911': 'Certified Mail, restricted delivery',
  '912': 'Certified Mail, adult signature',
  '913': 'Certified Mail, adult signature, restricted delivery',
  '915': 'collect on delivery',
  '917': 'collect on delivery, restricted delivery',
  '920': 'USPS Tracking',
  '921': 'Signature Confirmation',
  '922': 'adult signature',
  '923': 'adult signature, restricted delivery',
  '924': 'Signature Confirmation, restricted delivery',
  '925': 'additional insurance',
  '930': 'insured up to $500',
  '931': 'insured over $500',
  '934': 'insured over $500, restricted delivery',
  '940': 'Registered Mail',
  '941': 'Registered Mail, restricted delivery',
  '955': 'return receipt by card',
  '957': 'electronic return receipt',
  '981': 'signature requested',
  '985': 'hold for pickup',
}

/** The order in which services are said: what binds the office first, then the receipt, then the rest. */
const SAID_FIRST = ['910', '911', '912', '913', '940', '941', '915', '917', '922', '923', '921', '924', '981', '955', '957']

/** Services for which somebody must sign; insurance over $500 is delivered against a signature. */
const SIGNED = new Set([
  '910', '911', '912', '913', '915', '917', '921', '922', '923', '924', '925', '931', '934', '940', '941', '955', '957', '981',
])

const CERTIFIED_OR_REGISTERED = new Set(['910', '911', '912', '913', '940', '941'])

/** What one service type code means. */
export interface ServiceType {
  readonly code: string
  /** Class of mail in USPS's words; null where the list names none. */
  readonly mailClass: string | null
  /** Extra service codes as USPS numbers them (910 Certified Mail, 955 return receipt ...). */
  readonly services: readonly string[]
  /** The services in words, the one that binds the office first. */
  readonly words: string
  /** True when an office that receives the piece has to sign for it. */
  readonly accountable: boolean
  /** True for Certified and Registered Mail, whose number USPS calls an article number. */
  readonly article: boolean
}

/**
 * The words for a set of extra service codes ("Certified Mail, return receipt by card").
 * An unknown code is said as "extra service NNN"; no code at all is plain tracking.
 */
export function serviceWords(services: readonly string[]): string {
  const rank = (code: string): number => {
    const at = SAID_FIRST.indexOf(code)
    return at < 0 ? SAID_FIRST.length : at
  }
  const words = services
    .filter((code) => code !== '452' && code !== '986')
    .toSorted((a, b) => rank(a) - rank(b))
    .map((code) => EXTRA_SERVICES[code] ?? `extra service ${code}`)
  return words.length === 0 ? 'USPS Tracking' : words.join(', ')
}

function serviceType(code: string, mailClass: string | null, services: readonly string[]): ServiceType {
  const heldForSignature = mailClass === 'Priority Mail Express' && services.includes('985')
  return {
    code,
    mailClass,
    services,
    words: serviceWords(services),
    accountable: heldForSignature || services.some((service) => SIGNED.has(service)),
    article: services.some((service) => CERTIFIED_OR_REGISTERED.has(service)),
  }
}

/** The green card's own code: "Domestic Return Receipt PS3811 Green Card". */
export const GREEN_CARD_CODE = '909'

/** Every published service type code, keyed by its three digits. */
export const SERVICE_TYPES: ReadonlyMap<string, ServiceType> = new Map(
  BY_CLASS.flatMap(([mailClass, codes]) =>
    codes.trim().split(/\s+/).map((row): [string, ServiceType] => {
      const [code = '', services = ''] = row.split(':')
      return [code, serviceType(code, mailClass, services === '' ? [] : services.split('+'))]
    }),
  ).concat([[
    GREEN_CARD_CODE,
    { code: GREEN_CARD_CODE, mailClass: null, services: [], words: 'Green card (PS Form 3811)', accountable: false, article: false },
  ]]),
)

/**
 * The Certified Mail form's own labels carry "service type code" 890 (9589 ..., and 9489 ... from other printers of the
 * form). The published list does not have it, so it is a rule of its own: known for AI 94 and 95 only.
 */
export const CERTIFIED_FORM: ServiceType = serviceType('890', null, ['910'])

/** The two-digit service codes of the older numbers (AI 91, and 20 digits without it). Source: USPS Publication 91. */
export const LEGACY_SERVICES: ReadonlyMap<string, ServiceType> = new Map([
  ['01', serviceType('01', null, ['920'])],
  ['02', serviceType('02', null, ['920'])],
  ['03', serviceType('03', null, ['920'])],
  ['21', serviceType('21', null, ['921'])],
  ['22', serviceType('22', null, ['921'])],
  ['23', serviceType('23', null, ['921'])],
  ['70', serviceType('70', null, ['910'])],
  ['71', serviceType('71', null, ['910'])],
  ['73', serviceType('73', null, ['930'])],
  ['77', serviceType('77', null, ['940'])],
  ['81', { ...serviceType('81', null, ['955']), words: 'return receipt for merchandise' }],
])
