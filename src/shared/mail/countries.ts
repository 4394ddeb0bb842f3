/**
 * Countries by the two letters at the end of a UPU S10 number (ISO 3166), with the postal service where it is known by
 * a name of its own, and its public tracking page where the number can be put into the address.
 */
const COUNTRIES = `
  AE United Arab Emirates|Emirates Post
  AF Afghanistan
  AG Antigua and Barbuda
  AI Anguilla
  AL Albania
  AM Armenia|Haypost
  AO Angola
  AR Argentina|Correo Argentino
  AT Austria|Österreichische Post|https://www.post.at/s/sendungsdetails?snr=
  AU Australia|Australia Post|https://auspost.com.au/mypost/track/details/
  AW Aruba
  AZ Azerbaijan
  BA Bosnia and Herzegovina
  BB Barbados
  BD Bangladesh
  BE Belgium|bpost|https://track.bpost.cloud/btr/web/#/search?itemCode=
  BF Burkina Faso
  BG Bulgaria|Bulgarian Posts
  BH Bahrain
  BI Burundi
  BJ Benin
  BM Bermuda
  BN Brunei
  BO Bolivia
  BQ Bonaire, Sint Eustatius and Saba
  BR Brazil|Correios
  BS Bahamas
  BT Bhutan
  BW Botswana
  BY Belarus|Belpochta
  BZ Belize
  CA Canada|Canada Post|https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=
  CD Democratic Republic of the Congo
  CF Central African Republic
  CG Congo
  CH Switzerland|Swiss Post|https://service.post.ch/ekp-web/ui/entry/search/
  CI Côte d'Ivoire
  CK Cook Islands
  CL Chile|Correos de Chile
  CM Cameroon
  CN China|China Post
  CO Colombia|4-72
  CR Costa Rica|Correos de Costa Rica
  CU Cuba
  CV Cape Verde
  CW Curaçao
  CY Cyprus|Cyprus Post
  CZ Czechia|Česká pošta|https://www.postaonline.cz/trackandtrace/-/zasilka/cislo?parcelNumbers=
  DE Germany|Deutsche Post|https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode=
  DJ Djibouti
  DK Denmark|PostNord
  DM Dominica
  DO Dominican Republic|Inposdom
  DZ Algeria
  EC Ecuador
  EE Estonia|Omniva
  EG Egypt|Egypt Post
  ER Eritrea
  ES Spain|Correos|https://www.correos.es/es/en/tools/tracker/items/details?tracking-number=
  ET Ethiopia
  FI Finland|Posti|https://www.posti.fi/en/tracking#/lahetys/
  FJ Fiji
  FK Falkland Islands
  FO Faroe Islands
  FR France|La Poste|https://www.laposte.fr/outils/suivre-vos-envois?code=
  GA Gabon
  GB United Kingdom|Royal Mail|https://www.royalmail.com/track-your-item#/tracking-results/
  GD Grenada
  GE Georgia
  GG Guernsey
  GH Ghana
  GI Gibraltar
  GL Greenland
  GM Gambia
  GN Guinea
  GQ Equatorial Guinea
  GR Greece|Hellenic Post
  GT Guatemala
  GW Guinea-Bissau
  GY Guyana
  HK Hong Kong|Hongkong Post|https://www.hongkongpost.hk/en/mail_tracking/index.html?trackcode=
  HN Honduras
  HR Croatia|Hrvatska pošta
  HT Haiti
  HU Hungary|Magyar Posta
  ID Indonesia|Pos Indonesia
  IE Ireland|An Post|https://www.anpost.com/Post-Parcels/Track/History?item=
  IL Israel|Israel Post
  IM Isle of Man
  IN India|India Post
  IQ Iraq
  IR Iran
  IS Iceland|Pósturinn
  IT Italy|Poste Italiane|https://www.poste.it/cerca/index.html#/risultati-spedizioni/
  JE Jersey
  JM Jamaica
  JO Jordan
  JP Japan|Japan Post|https://trackings.post.japanpost.jp/services/srv/search/direct?locale=en&reqCodeNo1=
  KE Kenya
  KG Kyrgyzstan
  KH Cambodia
  KI Kiribati
  KM Comoros
  KN Saint Kitts and Nevis
  KP North Korea
  KR South Korea|Korea Post|https://service.epost.go.kr/trace.RetrieveEmsRigiTraceList.comm?POST_CODE=
  KW Kuwait
  KY Cayman Islands
  KZ Kazakhstan|Kazpost
  LA Laos
  LB Lebanon|LibanPost
  LC Saint Lucia
  LI Liechtenstein
  LK Sri Lanka|Sri Lanka Post
  LR Liberia
  LS Lesotho
  LT Lithuania|Lietuvos paštas
  LU Luxembourg|POST Luxembourg
  LV Latvia|Latvijas Pasts
  LY Libya
  MA Morocco
  MC Monaco
  MD Moldova
  ME Montenegro
  MG Madagascar
  MK North Macedonia
  ML Mali
  MM Myanmar
  MN Mongolia
  MO Macao
  MR Mauritania
  MS Montserrat
  MT Malta|MaltaPost
  MU Mauritius
  MV Maldives
  MW Malawi
  MX Mexico|Correos de México
  MY Malaysia|Pos Malaysia
  MZ Mozambique
  NA Namibia
  NC New Caledonia
  NE Niger
  NF Norfolk Island
  NG Nigeria|NIPOST
  NI Nicaragua
  NL Netherlands|PostNL
  NO Norway|Posten|https://sporing.posten.no/sporing/
  NP Nepal
  NR Nauru
  NU Niue
  NZ New Zealand|New Zealand Post|https://www.nzpost.co.nz/tools/tracking/item/
  OM Oman
  PA Panama
  PE Peru|Serpost
  PF French Polynesia
  PG Papua New Guinea
  PH Philippines|PHLPost
  PK Pakistan|Pakistan Post
  PL Poland|Poczta Polska|https://emonitoring.poczta-polska.pl/?numer=
  PM Saint Pierre and Miquelon
  PN Pitcairn
  PS Palestine
  PT Portugal|CTT
  PY Paraguay
  QA Qatar
  RE Réunion
  RO Romania|Poșta Română
  RS Serbia|Pošta Srbije
  RU Russia|Russian Post
  RW Rwanda
  SA Saudi Arabia|Saudi Post
  SB Solomon Islands
  SC Seychelles
  SD Sudan
  SE Sweden|PostNord
  SG Singapore|SingPost|https://www.singpost.com/track-items?tracking_number=
  SH Saint Helena
  SI Slovenia|Pošta Slovenije
  SK Slovakia|Slovenská pošta
  SL Sierra Leone
  SM San Marino
  SN Senegal
  SO Somalia
  SR Suriname
  SS South Sudan
  ST Sao Tome and Principe
  SV El Salvador|Correos de El Salvador
  SX Sint Maarten
  SY Syria
  SZ Eswatini
  TC Turks and Caicos Islands
  TD Chad
  TG Togo
  TH Thailand|Thailand Post
  TJ Tajikistan
  TK Tokelau
  TL Timor-Leste
  TM Turkmenistan
  TN Tunisia
  TO Tonga
  TR Türkiye|PTT
  TT Trinidad and Tobago|TTPost
  TV Tuvalu
  TW Taiwan|Chunghwa Post
  TZ Tanzania
  UA Ukraine|Ukrposhta|https://track.ukrposhta.ua/tracking_EN.html?barcode=
  UG Uganda
  US United States|USPS|https://tools.usps.com/go/TrackConfirmAction?tLabels=
  UY Uruguay
  UZ Uzbekistan
  VA Vatican City
  VC Saint Vincent and the Grenadines
  VE Venezuela
  VG British Virgin Islands
  VN Vietnam|Vietnam Post
  VU Vanuatu
  WF Wallis and Futuna
  WS Samoa
  XK Kosovo|Post of Kosovo
  YE Yemen
  ZA South Africa|South African Post Office
  ZM Zambia
  ZW Zimbabwe
`

/** Who issued an international number. */
export interface PostalService {
  readonly country: string
  /** The service as a person says it, with its country: "Royal Mail (United Kingdom)". */
  readonly name: string
  /** Beginning of its tracking address, to which the number is added; undefined where none is known. */
  readonly tracking: string | undefined
}

const BY_CODE: ReadonlyMap<string, PostalService> = new Map(
  COUNTRIES.trim().split('\n').map((line): [string, PostalService] => {
    const row = line.trim()
    const [country = '', service, tracking] = row.slice(3).split('|')
    return [row.slice(0, 2), { country, name: service === undefined ? `Post of ${country}` : `${service} (${country})`, tracking }]
  }),
)

/** The postal service for a country code in capitals, or undefined where UPU has given the letters to none. */
export function postalService(code: string): PostalService | undefined {
  return BY_CODE.get(code)
}

/** The beginnings of all tracking addresses that are known. */
export function postalPages(): string[] {
  return [...BY_CODE.values()].flatMap(({ tracking }) => (tracking === undefined ? [] : [tracking]))
}

/** The English names of all countries but the United States. */
export function foreignCountries(): string[] {
  return [...BY_CODE].filter(([code]) => code !== 'US').map(([, { country }]) => country)
}
