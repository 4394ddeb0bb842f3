/** The name that is shown for given and family name. */
export function shownName(given: string, family: string): string {
  return `${given} ${family}`.trim()
}

const PARTICLE = /^(?:de|del|della|la|las|los|di|da|do|dos|das|du|van|von|vom|der|den|ter|ten|zu|bin|ibn|al|el|st|saint|mac|mc)\.?$/iu
const SUFFIX = /^(?:jr|sr|ii|iii|iv|esq|phd|md)\.?$/iu

/** Given and family name of a whole name: "Family, Given", or the last word with its particles as the family name. */
export function splitName(name: string): { given: string; family: string } {
  const comma = name.indexOf(',')
  if (comma > 0 && !SUFFIX.test(name.slice(comma + 1).trim())) return { family: name.slice(0, comma).trim(), given: name.slice(comma + 1).trim() }
  const words = name.replace(',', ' ').split(/\s+/u).filter((word) => word !== '')
  let last = words.length - 1
  while (last > 1 && SUFFIX.test(words[last] ?? '')) last--
  while (last > 1 && PARTICLE.test(words[last - 1] ?? '')) last--
  return words.length < 2 ? { given: '', family: name.trim() } : { given: words.slice(0, last).join(' '), family: words.slice(last).join(' ') }
}
