/** Words by which the lines of a US address are told apart. Source: USPS Publication 28, appendices B and C. */
import { foreignCountries } from './countries.ts'
import { searchKey } from './names.ts'

/** State, territory and military codes: name, and the first digits that its ZIP codes may have. */
const STATES = `
AL Alabama|3
AK Alaska|9
AZ Arizona|8
AR Arkansas|7
CA California|9
CO Colorado|8
CT Connecticut|0
DE Delaware|1
DC District of Columbia|25
FL Florida|3
GA Georgia|3
HI Hawaii|9
ID Idaho|8
IL Illinois|6
IN Indiana|4
IA Iowa|5
KS Kansas|6
KY Kentucky|4
LA Louisiana|7
ME Maine|0
MD Maryland|2
MA Massachusetts|0
MI Michigan|4
MN Minnesota|5
MS Mississippi|3
MO Missouri|6
MT Montana|5
NE Nebraska|6
NV Nevada|8
NH New Hampshire|0
NJ New Jersey|0
NM New Mexico|8
NY New York|01
NC North Carolina|2
ND North Dakota|5
OH Ohio|4
OK Oklahoma|7
OR Oregon|9
PA Pennsylvania|1
RI Rhode Island|0
SC South Carolina|2
SD South Dakota|5
TN Tennessee|3
TX Texas|78
UT Utah|8
VT Vermont|0
VA Virginia|2
WA Washington|9
WV West Virginia|2
WI Wisconsin|5
WY Wyoming|8
AS American Samoa|9
GU Guam|9
MP Northern Mariana Islands|9
PR Puerto Rico|0
VI Virgin Islands|0
FM Federated States of Micronesia|9
MH Marshall Islands|9
PW Palau|9
AA Armed Forces Americas|3
AE Armed Forces Europe|0
AP Armed Forces Pacific|9
`

const ROWS = STATES.trim().split('\n').map((row) => {
  const [name = '', digits = ''] = row.slice(3).split('|')
  return { code: row.slice(0, 2), name, digits }
})

/** Code by searchKey of a state's name or code. */
export const STATE_CODES: ReadonlyMap<string, string> = new Map([
  ...ROWS.flatMap(({ code, name }): Array<[string, string]> => [[searchKey(name), code], [code.toLowerCase(), code]]),
  ['d c', 'DC'],
  ['us virgin islands', 'VI'],
  ['u s virgin islands', 'VI'],
])

/** First digits of a state's ZIP codes. */
export const ZIP_DIGITS: ReadonlyMap<string, string> = new Map(ROWS.map(({ code, digits }) => [code, digits]))

export const TERRITORIES: ReadonlySet<string> = new Set(['AS', 'GU', 'MP', 'PR', 'VI', 'FM', 'MH', 'PW'])
export const MILITARY: ReadonlySet<string> = new Set(['AA', 'AE', 'AP'])

/** Foreign countries as the last line of an address gives them, as searchKey; the state Georgia is not meant. */
export const COUNTRY_LINES: ReadonlySet<string> = new Set([
  ...foreignCountries().map(searchKey).filter((name) => name !== 'georgia'),
  'england', 'scotland', 'wales', 'northern ireland', 'great britain', 'uk', 'u k', 'gb', 'republic of ireland', 'holland', 'the netherlands',
  'deutschland', 'espana', 'italia', 'osterreich', 'schweiz', 'suisse', 'brasil', 'republic of korea', 'korea', 'czech republic', 'turkey',
  'peoples republic of china', 'pr china', 'p r china', 'ivory coast', 'russian federation', 'viet nam', 'burma', 'belgique', 'belgie', 'polska', 'sverige',
  'norge', 'danmark', 'suomi', 'magyarorszag', 'nippon', 'bahamas the', 'the bahamas', 'uae', 'macau', 'hong kong sar',
])

export const HOME_LINES: ReadonlySet<string> = new Set(['usa', 'us', 'u s a', 'u s', 'united states', 'united states of america', 'etats unis', 'estados unidos', 'america'])

const SUFFIXES = `alley aly avenue ave av beach bch bend bnd boulevard blvd bridge brg brook broadway bypass byp camp causeway cswy center ctr
circle cir common commons court ct courts cove cv creek crk crescent cres crossing xing crossroad drive dr drives estate estates expressway expy
extension ext freeway fwy gardens gdns gateway glen green grove grv harbor heights hts highway hwy hill hills hollow island junction jct
knoll knolls lake lakes landing lndg lane ln loop mall manor meadow meadows mews mill motorway mount mountain oval park parkway pkwy pass path pike pine
place pl plain plains plaza plz point pointe pt port prairie promenade ramp ranch rapids rest ridge rdg river road rd route rte row run shore shores
skyway spring springs spur square sq station sta street st summit terrace ter terr throughway trace track trafficway trail trl tunnel turnpike tpke
union valley via viaduct view village vista walk wall way wells`.split(/\s+/)

/** Last words of a street's name. */
export const STREET_SUFFIXES: ReadonlySet<string> = new Set(SUFFIXES)

/** Secondary units with a number or letter behind them. */
export const UNIT = /(?:apartment|apt|suite|ste|unit|room|rm|floor|fl|building|bldg|department|dept|lot|space|spc|trailer|trlr|hangar|hngr|pier|slip|stop|mail ?stop|ms|penthouse|ph|office|ofc|key)/

const COMPANY_WORDS = `inc incorporated llc llp lllp pllc pc corp corporation co company companies ltd limited lp plc gmbh sa nv bank trust
university college school academy institute foundation association assn society church ministries temple hospital clinic medical health dental pharmacy
department dept bureau agency authority commission committee council court clerk county division office offices administration service services
group holdings partners associates attorneys law firm insurance mutual financial capital realty properties management systems technologies solutions
industries enterprises international center store stores shop market restaurant hotel press media studio studios laboratory laboratories labs library museum union
federal national district city state treasurer sheriff police fire embassy consulate senate house club league team logistics warehouse freight supply
mailroom reception accounting accounts payable receivable hr legal billing`.split(/\s+/)

/** Words that make a line a company's or an office's rather than a person's. */
export const COMPANY: ReadonlySet<string> = new Set(COMPANY_WORDS)
