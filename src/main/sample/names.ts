/** The people, places and senders of made-up offices. None of them exists: telephone numbers are 555 ones, addresses end in example.com. */

/** Departments with their code, mail stop, building, floor, and the location where their mail waits. */
export const DEPARTMENTS = [
  { name: 'Legal', code: 'LEG', stop: 'MS 110', building: 'North', floor: '1', location: 'A-01' },
  { name: 'Finance', code: 'FIN', stop: 'MS 120', building: 'North', floor: '1', location: 'A-02' },
  { name: 'Human Resources', code: 'HRS', stop: 'MS 210', building: 'North', floor: '2', location: 'A-03' },
  { name: 'Information Technology', code: 'ITS', stop: 'MS 220', building: 'North', floor: '2', location: 'B-11' },
  { name: 'Facilities', code: 'FAC', stop: 'MS B05', building: 'North', floor: 'Basement', location: 'B-12' },
  { name: 'Research', code: 'RES', stop: 'MS 310', building: 'South', floor: '3', location: 'B-14' },
  { name: 'Marketing', code: 'MKT', stop: 'MS 330', building: 'South', floor: '3', location: 'C-01' },
  { name: 'Executive Office', code: 'EXE', stop: 'MS 400', building: 'South', floor: '4', location: 'C-02' },
] as const

/** Given name, family name, department. Two of them have the same name, one has left. */
export const STAFF: ReadonlyArray<readonly [given: string, family: string, department: number]> = [
  ['Delphine', 'Okafor', 0], ['Marguerite', 'Ashdown', 0], ['Tobias', 'Lindqvist', 0], ['Inés', 'Núñez de la Cruz', 0], ['Harlan', 'Pettibone', 0], ['Yuki', 'Tanabe', 0], ['Corwin', 'Blackthorn', 0],
  ['Sam', 'Rivera', 1], ['Beatrix', 'Holloway', 1], ['Anselm', 'Gruber', 1], ['Priya', 'Raghunathan', 1], ['Fiona', "O'Shaughnessy", 1], ['Lamar', 'Whitcombe', 1], ['Odette', 'Marchetti', 1], ['Gideon', 'Stroud', 1],
  ['Rosalind', 'Kettering', 2], ['Jamal', 'Abernathy', 2], ['Wilhelmina', 'van der Berg', 2], ['Esperanza', 'Quintero', 2], ['Desmond', 'Oyelaran', 2], ['Clementine', 'Hargrove', 2],
  ['Nikolai', 'Petrenko', 3], ['Zora', 'Whitfield', 3], ['Amir', 'Haddad', 3], ['Sigrid', 'Thorvaldsen', 3], ['Percival', 'Nakamura', 3], ['Lucille', 'Bergeron', 3], ['Kofi', 'Mensah', 3], ['Ximena', 'Salazar', 3],
  ['Sam', 'Rivera', 4], ['Barnaby', 'Crouch', 4], ['Theodora', 'Pappas', 4], ['Elias', 'Hawthorne', 4], ['Maeve', 'Donnelly', 4], ['Rufus', 'Tillman', 4], ['Guadalupe', 'Ortega', 4],
  ['Imogen', 'Fairweather', 5], ['Søren', 'Kjærgaard', 5], ['Adaeze', 'Nwosu', 5], ['Leopold', 'Weiss', 5], ['Mireille', 'Beaumont', 5], ['Chidi', 'Anyanwu', 5], ['Hana', 'Kowalczyk', 5], ['Ignatius', 'Farrow', 5], ['Saoirse', 'Byrne', 5], ['Vikram', 'Chaudhary', 5],
  ['Philippa', 'Carmichael', 6], ['Orlando', 'Bassett', 6], ['Noor', 'al-Rashid', 6], ['Georgina', 'Winslow', 6], ['Mateo', 'Villanueva', 6], ['Annika', 'Sørensen', 6], ['Cyrus', 'Dunleavy', 6],
  ['Augusta', 'Penhaligon', 7], ['Reginald', 'Fotheringay', 7], ['Mei-Ling', 'Zhao', 7], ['Bartholomew', 'Quigley', 7], ['Constance', 'Merriweather', 7], ['Rafael', 'Domínguez', 7], ['Juniper', 'Hollis', 7],
]

/** The place in {@link STAFF} of the one who has left. */
export const HAS_LEFT = 14

export const SENDERS = [
  'Example County Court', 'Sample Supply Co.', 'Anytown Bank', 'Fictional Mutual Insurance', 'Example State Department of Revenue', 'Paperclip Office Goods', 'Northgate Medical Labs', 'Placeholder Press', 'Acme Instruments', 'Testwell Analytical',
  'Blank & Blank, Attorneys', 'Nowhere Tool Works', 'Example University Library', 'Sample Seed Exchange', 'Mockingbird Travel', 'Lorem Publishing House',
] as const

/** Words on labels that no directory has. */
export const STRANGERS = ['Accounts Payable', 'J. Doe', 'Office Manager', 'Kim Unknown', 'Returns Desk', 'Dr. A. Nonymous'] as const

const GIVEN = STAFF.map(([given]) => given)
const FAMILY = STAFF.map(([, family]) => family)

/** The n-th person of a made-up office of any size: the staff first, then others put together from their names. */
export function personOf(n: number): { given: string; family: string; department: number } {
  const known = STAFF[n]
  if (known) return { given: known[0], family: known[1], department: known[2] }
  const given = GIVEN[(n * 7) % GIVEN.length] ?? ''
  const family = FAMILY[(n * 13 + Math.floor(n / GIVEN.length)) % FAMILY.length] ?? ''
  return { given, family, department: n % DEPARTMENTS.length }
}
