/** A kind of record that touches become in a CRM, and its fields that could hold the mark by which a touch is recognised. */
export interface MarkPlace {
  /** Short and stable: what a setting is kept under. */
  readonly place: string
  /** As the CRM's users call it. */
  readonly label: string
  readonly fields: readonly { readonly name: string; readonly label: string }[]
}
