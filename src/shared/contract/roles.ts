/** What a signed-in person may do; each role includes the ones before it. */
export const ROLES = ['operator', 'supervisor', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** Who may call a procedure: anybody who reached the station, or a signed-in person of at least that role. */
export type Needs = 'anyone' | Role

/** True when a person of role `has` may call what `needs` names. */
export function mayCall(has: Role | null, needs: Needs): boolean {
  return needs === 'anyone' || (has !== null && ROLES.indexOf(has) >= ROLES.indexOf(needs))
}
